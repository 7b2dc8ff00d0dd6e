package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.LoadBalancer;
import io.ailb.expose.EndpointStats;
import io.ailb.model.HttpFields;
import io.ailb.time.ManualTime;
import io.ailb.time.Timer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * More requests than there is room for, in virtual time: what it brings that the queue knows when
 * callers leave, and that the youngest come first. The same callers leave as early where it is not
 * told; those in batch stay in order of arrival.
 */
class OverloadTest {
  private static final Duration LASTS = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ENDPOINTS = 2;
  private static final double PER_SECOND = 5; // of each endpoint
  private static final double MINUTE = 60;
  private static final double USUAL_SECONDS = 3;
  private static final double SPREAD = 0.4;

  /**
   * What became of the requests.
   *
   * @param answered in time
   * @param p95 of the time that took, seconds
   * @param toldAfter how long those waited on average who got nothing, seconds
   */
  private record Result(int answered, double p95, double toldAfter) {}

  @ParameterizedTest
  @CsvSource({"1.5, 1, 0.75", "1.5, 2, 0.75", "2, 1, 0.55", "2, 2, 0.55", "2, 3, 0.55", "3, 1, 0.55"})
  void whoHasTimeIsServedAndWhoHasNoneIsToldSo(double load, long seed, double share) {
    Result untold = new Overload(load, seed, false, "").run();
    Result inOrder = new Overload(load, seed, true, "batch").run();
    Result youngestFirst = new Overload(load, seed, true, "").run();
    // All that there is room for is answered, where most would come too late.
    assertThat(untold.answered).isLessThan(inOrder.answered / 5);
    assertThat(inOrder.toldAfter).isLessThan(untold.toldAfter / 2);
    // The youngest first: twice as quick where there is much too much, for a point of the answered.
    assertThat(youngestFirst.p95).isLessThan(share * inOrder.p95).isLessThan(share * untold.p95);
    assertThat(youngestFirst.answered).isGreaterThan((int) (0.975 * inOrder.answered));
  }

  private static final class Overload {
    private final double perSecond;
    private final boolean tellsDeadline;
    private final String priority;
    private final Random random;
    private final ManualTime time = new ManualTime();
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final List<Double> answered = new ArrayList<>();
    private final List<Double> failed = new ArrayList<>();
    private final LoadBalancer balancer;

    private Overload(double load, long seed, boolean tellsDeadline, String priority) {
      this.perSecond = load * ENDPOINTS * PER_SECOND;
      this.priority = priority;
      this.tellsDeadline = tellsDeadline;
      this.random = new Random(seed);
      Random dice = new Random(seed);
      this.balancer =
          LoadBalancer.builder()
              .ticker(time)
              .clock(time)
              .timer(time)
              .dice(dice::nextDouble)
              .reaper((object, task) -> {})
              .chores(Runnable::run)
              .environment(name -> null)
              .properties(Map.of())
              .set("management.jmx.enabled", false)
              .pool(
                  pool -> {
                    for (int i = 0; i < ENDPOINTS; i++) {
                      String host = "e" + i;
                      pool.endpoint(
                          e ->
                              e.name(host)
                                  .provider("openai")
                                  .baseUrl("https://" + host)
                                  .apiKey("key-of-" + host)
                                  .set("limits.rpm", (long) (PER_SECOND * MINUTE)));
                      buckets.put(host, new Bucket());
                    }
                  })
              .build();
    }

    private double seconds() {
      return time.nanos() / 1e9;
    }

    private static long nanos(double seconds) {
      return (long) (seconds * 1e9);
    }

    private Result run() {
      double end = seconds() + LASTS.toSeconds();
      arrive(end);
      while (time.toNextAlarm()) {}
      assertThat(balancer.stats().bugs()).isZero();
      assertThat(balancer.stats().pools().get(0).endpoints())
          .extracting(EndpointStats::inFlight)
          .containsOnly(0);
      Collections.sort(answered);
      double p95 = answered.get((int) (0.95 * answered.size()));
      double mean = failed.stream().mapToDouble(s -> s).average().orElse(0);
      return new Result(answered.size(), p95, mean);
    }

    private void arrive(double end) {
      new Caller().begin();
      double gap = -Math.log(1 - random.nextDouble()) / perSecond;
      if (seconds() + gap < end) {
        time.in(nanos(gap), () -> arrive(end));
      }
    }

    /** Announces how it stands, as OpenAI does. */
    private final class Bucket {
      private static final double SIZE = PER_SECOND * MINUTE;
      private double content = 1;
      private double at = seconds();

      /** The fields of an answer, or null if it refuses. */
      private HttpFields take() {
        content = Math.min(SIZE, content + PER_SECOND * (seconds() - at));
        at = seconds();
        if (content < 1) {
          return null;
        }
        content--;
        return HttpFields.of(
            "content-type",
            "application/json",
            "x-ratelimit-limit-requests",
            Long.toString((long) SIZE),
            "x-ratelimit-remaining-requests",
            Long.toString((long) content),
            "x-ratelimit-reset-requests",
            (SIZE - content) / PER_SECOND + "s");
      }
    }

    /** Leaves after its patience. */
    private final class Caller {
      private final double began = seconds();
      private final double takes = USUAL_SECONDS * Math.exp(SPREAD * random.nextGaussian());
      private Exchange exchange;
      private Timer.Alarm leaving;
      private Timer.Alarm answer;
      private boolean over;

      private void begin() {
        exchange =
            balancer
                .begin("api.openai.com", 443, "/v1/chat/completions")
                .request(
                    "POST",
                    "/v1/chat/completions",
                    HttpFields.of("x-ai-lb-priority", priority),
                    "{\"model\":\"m\"}".getBytes(UTF_8),
                    tellsDeadline ? CallerTime.total(PATIENCE.toNanos()) : CallerTime.UNBOUNDED);
        leaving = time.in(PATIENCE.toNanos(), this::leave);
        step();
      }

      private void leave() {
        exchange.abandoned();
        if (answer != null) {
          answer.cancel();
        }
        over(failed);
      }

      private void step() {
        if (over) {
          return;
        }
        Step step = exchange.next();
        if (step instanceof Step.Wait wait) {
          var unused = wait.ready().thenRun(() -> time.in(0, this::step));
        } else if (step instanceof Step.Send send) {
          HttpFields fields = buckets.get(URI.create(send.request().url()).getHost()).take();
          long after = fields == null ? nanos(0.05) : nanos(takes);
          answer = time.in(after, () -> arrives(send.attempt(), fields));
        } else {
          over(failed);
        }
      }

      private void arrives(Attempt attempt, HttpFields fields) {
        answer = null;
        attempt.head(fields == null ? 429 : 200, fields == null ? HttpFields.none() : fields);
        if (fields != null) {
          attempt.body(ByteBuffer.wrap("{\"usage\":{\"completion_tokens\":100}}".getBytes(UTF_8)));
        }
        if (attempt.end() == Verdict.DROP) {
          step();
        } else {
          over(answered);
        }
      }

      private void over(List<Double> how) {
        if (!over) {
          over = true;
          leaving.cancel();
          how.add(seconds() - began);
        }
      }
    }
  }
}
