package io.ailb.simulator.fault;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ailb.simulator.dialect.Answer;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Trouble;
import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.QuotaKind;
import io.ailb.simulator.limit.RetryHint;
import io.ailb.simulator.plan.Plan;
import io.ailb.simulator.plan.Step;
import io.ailb.simulator.plan.Step.End;
import io.ailb.simulator.plan.Step.Fuse;
import io.ailb.simulator.plan.Step.Pause;
import io.ailb.simulator.plan.Step.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to break. In JSON every fault is an object with its {@code type}, such as {@code {"type":
 * "cut", "afterEvents": 3, "reset": true}}.
 *
 * <p>{@code afterEvents} counts content events: 0 is when the opening events of a stream are out
 * and none of the text. A fault placed after more events than there are does nothing. An answer in
 * one piece is one content event, so that most stream faults break it as well.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fault.RateLimit.class, name = "rate-limit"),
  @JsonSubTypes.Type(value = Fault.Failure.class, name = "failure"),
  @JsonSubTypes.Type(value = Fault.Status.class, name = "status"),
  @JsonSubTypes.Type(value = Fault.Redirect.class, name = "redirect"),
  @JsonSubTypes.Type(value = Fault.Reset.class, name = "reset"),
  @JsonSubTypes.Type(value = Fault.Silence.class, name = "silence"),
  @JsonSubTypes.Type(value = Fault.SlowHeaders.class, name = "slow-headers"),
  @JsonSubTypes.Type(value = Fault.SlowFirstToken.class, name = "slow-first-token"),
  @JsonSubTypes.Type(value = Fault.Stall.class, name = "stall"),
  @JsonSubTypes.Type(value = Fault.Drip.class, name = "drip"),
  @JsonSubTypes.Type(value = Fault.ResetInBody.class, name = "reset-in-body"),
  @JsonSubTypes.Type(value = Fault.StallInBody.class, name = "stall-in-body"),
  @JsonSubTypes.Type(value = Fault.Cut.class, name = "cut"),
  @JsonSubTypes.Type(value = Fault.CutInBody.class, name = "cut-in-body"),
  @JsonSubTypes.Type(value = Fault.ErrorEvent.class, name = "error-event"),
  @JsonSubTypes.Type(value = Fault.MalformedEvent.class, name = "malformed-event"),
  @JsonSubTypes.Type(value = Fault.NoTerminal.class, name = "no-terminal"),
  @JsonSubTypes.Type(value = Fault.NeverEnds.class, name = "never-ends")
})
public sealed interface Fault {

  /** The name of its type in JSON and in the log. */
  default String type() {
    for (JsonSubTypes.Type type : Fault.class.getAnnotation(JsonSubTypes.class).value()) {
      if (type.value() == getClass()) {
        return type.name();
      }
    }
    throw new IllegalStateException(getClass() + " has no name");
  }

  /** A 429 without a word about when to come back. */
  static Fault rateLimit() {
    return new RateLimit(Reason.REQUESTS, null, null);
  }

  /** A 429 that says when to come back. */
  static Fault rateLimit(long retryAfterSeconds) {
    return new RateLimit(Reason.REQUESTS, retryAfterSeconds, null);
  }

  /** Any status with the dialect's body for it. */
  static Fault status(int status) {
    return new Status(status, null, null);
  }

  /** Takes the provider's place: the request reaches neither its checks nor its limits. */
  sealed interface Instead extends Fault {
    Plan instead(Stage stage);
  }

  /** Bends what the provider answers, be it an error. */
  sealed interface Bend extends Fault {
    Plan bend(Plan plan, Stage stage);
  }

  /** Why a provider says 429. */
  enum Reason {
    REQUESTS,
    TOKENS,
    DAILY,
    /** The account has no quota left at all: waiting does not help. */
    QUOTA,
    /** This one request is larger than the whole limit. */
    TOO_LARGE
  }

  /**
   * A 429 out of the blue.
   *
   * @param reason {@link Reason#REQUESTS} when null
   * @param retryAfterSeconds for {@code retry-after}, or null for none
   * @param retryAfterMillis for {@code retry-after-ms}, or null for none; Gemini says either in its
   *     body
   */
  record RateLimit(
      @Nullable Reason reason, @Nullable Long retryAfterSeconds, @Nullable Long retryAfterMillis)
      implements Instead {

    @Override
    public Plan instead(Stage stage) {
      RetryHint hint = new RetryHint(retryAfterSeconds, retryAfterMillis);
      return stage.planner().apply(answer(reason == null ? Reason.REQUESTS : reason, hint, stage));
    }

    static Answer answer(Reason reason, RetryHint hint, Stage stage) {
      return switch (reason) {
        case QUOTA -> stage.dialect().quotaExhausted(stage.scene());
        case REQUESTS -> limited(stage, QuotaKind.REQUESTS, 500, 500, 1, hint);
        case DAILY -> limited(stage, QuotaKind.REQUESTS_PER_DAY, 200, 200, 1, hint);
        case TOKENS -> limited(stage, QuotaKind.TOKENS, 30_000, 29_880, 3_376, hint);
        case TOO_LARGE -> limited(stage, QuotaKind.TOKENS, 30_000, 0, 41_250, hint);
      };
    }

    private static Answer limited(
        Stage stage, QuotaKind kind, long limit, long used, long requested, RetryHint hint) {
      boolean tooLarge = requested > limit;
      Refused refused = new Refused(kind, limit, used, requested, tooLarge, hint, List.of());
      return stage.dialect().limited(refused, stage.scene());
    }
  }

  /** One of the provider's own errors. */
  record Failure(Problem problem) implements Instead {

    /** Refuses a failure of nothing. */
    public Failure {
      FaultRule.require(problem != null, "failure needs a problem, such as overloaded");
    }

    @Override
    public Plan instead(Stage stage) {
      return stage.planner().apply(stage.dialect().error(Trouble.of(problem), stage.scene()));
    }
  }

  /**
   * Any status.
   *
   * @param body instead of the dialect's own
   * @param headers besides the dialect's own
   */
  record Status(int status, @Nullable String body, @Nullable Map<String, String> headers)
      implements Instead {

    @Override
    public Plan instead(Stage stage) {
      Answer answer = answer(stage);
      return stage.planner().apply(headers == null ? answer : answer.withHeaders(headers));
    }

    private Answer answer(Stage stage) {
      if (body != null) {
        return Answer.of(status, Map.of("content-type", "application/json"), body);
      }
      return status == 429
          ? RateLimit.answer(Reason.REQUESTS, RetryHint.NONE, stage)
          : stage.dialect().status(status, stage.scene());
    }
  }

  /**
   * Sends the client elsewhere.
   *
   * @param status 307 when null
   */
  record Redirect(String location, @Nullable Integer status) implements Instead {

    /** Refuses to send nowhere. */
    public Redirect {
      FaultRule.require(location != null, "redirect needs a location");
    }

    @Override
    public Plan instead(Stage stage) {
      int code = status == null ? 307 : status;
      return stage.planner().apply(Answer.of(code, Map.of("location", location), ""));
    }
  }

  /** The connection is reset before any header. */
  record Reset() implements Instead {

    @Override
    public Plan instead(Stage stage) {
      return Plan.of(new Step.Reset());
    }
  }

  /**
   * The request is read and never answered.
   *
   * @param millis reset after that time; null waits until the client leaves
   */
  record Silence(@Nullable Long millis) implements Instead {

    @Override
    public Plan instead(Stage stage) {
      return Plan.of(Pause.of(orForever(millis)), new Step.Reset());
    }
  }

  /** The head comes late. */
  record SlowHeaders(long millis) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      return plan.insert(0, Pause.of(millis));
    }
  }

  /**
   * The head comes at once, the first event late.
   *
   * @param pingMillis sends a comment each time that has passed; null sends nothing
   */
  record SlowFirstToken(long millis, @Nullable Long pingMillis) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      String comment = plan.lines(plan.framing().keepAlive());
      return insert(plan, plan.afterHead(), pause(millis, comment, pingMillis));
    }
  }

  /**
   * The answer stops for a while and then goes on.
   *
   * @param millis null waits until the client leaves
   * @param pingMillis sends the dialect's ping each time that has passed; null sends nothing
   */
  record Stall(int afterEvents, @Nullable Long millis, @Nullable Long pingMillis) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      Pause pause = pause(orForever(millis), stage.ping(plan), pingMillis);
      return insert(plan, plan.after(afterEvents), pause);
    }
  }

  /** Each content event comes that long after what was before it. */
  record Drip(long millis) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      Plan slow = plan;
      for (int i = plan.steps().size() - 1; i >= 0; i--) {
        if (plan.steps().get(i) instanceof Send send && send.content()) {
          slow = slow.insert(i, Pause.of(millis));
        }
      }
      return slow;
    }
  }

  /** The connection is reset after that many bytes of the body, 0 is just after the head. */
  record ResetInBody(long afterBytes) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      int place = plan.afterHead();
      return place < 0 ? plan : plan.insert(place, new Fuse(afterBytes));
    }
  }

  /**
   * The answer stops for a while in the middle of an event, and then goes on.
   *
   * @param millis null waits until the client leaves
   */
  record StallInBody(int afterChars, @Nullable Long millis) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      Plan split = plan.splitAt(afterChars);
      return insert(split, split.afterChars(afterChars), Pause.of(orForever(millis)));
    }
  }

  /**
   * The answer breaks off.
   *
   * @param reset true resets the connection; false ends HTTP properly, so that only what is missing
   *     tells
   */
  record Cut(int afterEvents, boolean reset) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      int place = plan.after(afterEvents);
      var rest = reset ? new Step.Reset() : new End();
      return place < 0 ? plan : plan.breakOff(place, List.of(rest));
    }
  }

  /** The answer breaks off in the middle of an event, and HTTP ends properly. */
  record CutInBody(int afterChars) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      Plan split = plan.splitAt(afterChars);
      int place = split.afterChars(afterChars);
      return place < 0 ? plan : split.breakOff(place, List.of(new End()));
    }
  }

  /**
   * The stream ends in an error of the dialect's own form, and HTTP properly.
   *
   * @param problem {@link Problem#OVERLOADED} when null
   */
  record ErrorEvent(int afterEvents, @Nullable Problem problem) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      int place = plan.after(afterEvents);
      if (place < 0) {
        return plan;
      }
      Problem said = problem == null ? Problem.OVERLOADED : problem;
      List<Step> rest = new ArrayList<>();
      rest.add(stage.errorEvent(plan, place, said));
      rest.addAll(plan.ending());
      return plan.breakOff(place, rest);
    }
  }

  /** The next event is not the JSON it should be; the rest is well. */
  record MalformedEvent(int afterEvents) implements Bend {
    private static final Pattern JSON = Pattern.compile("\\{.*}");
    private static final String BROKEN = Matcher.quoteReplacement("{\"broken\": tru");

    @Override
    public Plan bend(Plan plan, Stage stage) {
      int place = plan.after(afterEvents);
      for (int i = place; place >= 0 && i < plan.steps().size(); i++) {
        if (plan.steps().get(i) instanceof Send send && send.content()) {
          String broken = JSON.matcher(send.text()).replaceFirst(BROKEN);
          return plan.replace(i, new Send(broken, true, send.terminal()));
        }
      }
      return plan;
    }
  }

  /** The sign that the answer is complete never comes; HTTP ends properly. */
  record NoTerminal() implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      return plan.withoutTerminal();
    }
  }

  /**
   * The answer is complete, but HTTP does not end until the client leaves.
   *
   * @param pingMillis sends the dialect's ping each time that has passed; null sends nothing
   */
  record NeverEnds(@Nullable Long pingMillis) implements Bend {

    @Override
    public Plan bend(Plan plan, Stage stage) {
      Pause pause = pause(Pause.FOREVER, stage.ping(plan), pingMillis);
      return plan.breakOff(plan.steps().size() - 1, List.of(pause, new End()));
    }
  }

  private static long orForever(@Nullable Long millis) {
    return millis == null ? Pause.FOREVER : millis;
  }

  private static Pause pause(long millis, String ping, @Nullable Long pingMillis) {
    return pingMillis == null ? Pause.of(millis) : new Pause(millis, ping, pingMillis);
  }

  /** A declared length would not hold with pings, and who has all of it waits for no pause. */
  private static Plan insert(Plan plan, int place, Pause pause) {
    if (place < 0) {
      return plan;
    }
    List<Step> after = plan.steps().subList(place, plan.steps().size());
    boolean isLast = after.stream().noneMatch(Send.class::isInstance);
    Plan paused = plan.insert(place, pause);
    return isLast || !pause.ping().isEmpty() ? paused.unsized() : paused;
  }
}
