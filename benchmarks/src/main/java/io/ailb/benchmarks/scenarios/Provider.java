package io.ailb.benchmarks.scenarios;

import io.ailb.benchmarks.scenarios.Endpoint.Conduct;
import io.ailb.benchmarks.scenarios.Endpoint.Phase;
import io.ailb.benchmarks.scenarios.Reply.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One provider: decides at a request's arrival how it will end, and when. */
final class Provider {
  /** A provider fails fast: an error comes after this share of the time to the first token. */
  private static final double ERROR_AFTER = 0.6;

  private static final double DAY_RETRY_AFTER = 3_600;
  private static final double DAY = 86_400;

  private final Conduct conduct;
  private final int index;
  private final Draws draws;
  private final ServerLimit requests;
  private final ServerLimit tokens;
  private double dayUsed;
  private double dayBegan;
  private int inFlight;

  /** How an attempt ends, and in how many seconds. */
  record Plan(Reply reply, double after) {}

  Provider(Conduct conduct, int index, Draws draws) {
    this.conduct = conduct;
    this.index = index;
    this.draws = draws;
    this.requests = ServerLimit.of(conduct, conduct.rpm());
    this.tokens = ServerLimit.of(conduct, conduct.tpm());
  }

  Plan receive(Job job, double t, boolean spent) {
    inFlight++;
    double slower = 1;
    double errorRate = conduct.errorRate();
    for (Phase phase : conduct.phases()) {
      if (phase.covers(t)) {
        if (phase.isDown(t)) {
          return new Plan(Reply.of(Kind.DOWN), phase.errorAfter());
        }
        slower *= phase.slower(t);
        errorRate = Math.max(errorRate, phase.errorRate(t));
      }
    }
    if (spent) {
      return new Plan(Reply.of(Kind.QUOTA), conduct.reject());
    }
    double units = conduct.tokens(job.input, job.output, job.maxTokens);
    Reply refusal = refusal(units, t);
    if (refusal != null) {
      return new Plan(refusal, conduct.reject());
    }
    take(units, t);
    long attempt = 64L * job.attempts + index;
    double load = Math.max(1, inFlight / conduct.knee());
    double noise = conduct.firstTokenSigma() * draws.normal(Draws.FIRST_TOKEN, job.number, attempt);
    double firstToken = conduct.firstToken() * Math.exp(noise) * slower * load;
    if (draws.uniform(Draws.ERROR, job.number, attempt) < errorRate) {
      return new Plan(new Reply(Kind.ERROR, 0, readings(t)), ERROR_AFTER * firstToken);
    }
    double generating = job.output * conduct.perToken() * slower * load;
    return new Plan(new Reply(Kind.OK, 0, readings(t)), firstToken + generating);
  }

  /** An attempt's answer has ended. */
  void ended() {
    inFlight--;
  }

  private @Nullable Reply refusal(double units, double t) {
    if (t - dayBegan >= DAY) {
      dayBegan += DAY * Math.floor((t - dayBegan) / DAY);
      dayUsed = 0;
    }
    boolean daySpent = dayUsed + 1 > conduct.rpd();
    if (!daySpent && requests.left(t) >= 1 && tokens.left(t) >= units) {
      return null;
    }
    if (conduct.rejectedCounts()) {
      requests.take(1, t);
    }
    double wait =
        daySpent ? DAY_RETRY_AFTER : Math.max(requests.until(1, t), tokens.until(units, t));
    int retryAfter = conduct.retryAfter() ? (int) Math.ceil(Math.min(wait, DAY_RETRY_AFTER)) : 0;
    if (Double.isInfinite(wait)) {
      String numbers = "Limit " + (long) tokens.most() + ", Requested " + (long) Math.ceil(units);
      return new Reply(Kind.TOO_LARGE, retryAfter, readings(t), numbers);
    }
    return new Reply(daySpent ? Kind.DAY_LIMITED : Kind.LIMITED, retryAfter, readings(t));
  }

  private void take(double units, double t) {
    requests.take(1, t);
    tokens.take(units, t);
    dayUsed++;
  }

  private List<Reply.Reading> readings(double t) {
    if (!conduct.headers()) {
      return List.of();
    }
    List<Reply.Reading> readings = new ArrayList<>(2);
    add(readings, "requests", conduct.rpm(), requests, t);
    add(readings, "tokens", conduct.tpm(), tokens, t);
    return readings;
  }

  private static void add(
      List<Reply.Reading> readings, String unit, double stated, ServerLimit limit, double t) {
    if (Double.isFinite(stated)) {
      long remaining = (long) Math.floor(Math.max(0, limit.left(t)));
      readings.add(new Reply.Reading(unit, (long) stated, remaining, limit.reset(t)));
    }
  }
}
