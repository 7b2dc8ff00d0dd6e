package io.ailb.benchmarks.chaos;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * All kinds of faults, one as likely as the other but for their details. Times are around the
 * pools' limits ({@link Field}), so that some are waited for and some are not.
 */
final class Mischief {
  private static final int TOKENS = Field.TOKENS;
  private static final int CHARS = 900; // about an answer in one piece, and half of a stream
  private static final List<Integer> STATUSES = List.of(408, 409, 500, 502, 503, 504, 529);
  private static final List<Problem> PROBLEMS =
      List.of(
          Problem.SERVER_ERROR,
          Problem.OVERLOADED,
          Problem.TIMEOUT,
          Problem.PROXY_ERROR,
          Problem.UNAUTHORIZED,
          Problem.FORBIDDEN,
          Problem.BILLING,
          Problem.MODEL_NOT_FOUND);
  private static final List<Problem> CALLERS =
      List.of(
          Problem.CONTEXT_LENGTH,
          Problem.CONTENT_FILTER,
          Problem.INVALID_REQUEST,
          Problem.UNPROCESSABLE,
          Problem.TOO_LARGE);
  private static final List<Problem> IN_STREAM =
      List.of(Problem.OVERLOADED, Problem.SERVER_ERROR, Problem.CONTENT_FILTER);

  private static final List<Function<SplittableRandom, Fault>> ALL =
      List.of(
          dice -> Fault.rateLimit(),
          dice -> new Fault.RateLimit(Fault.Reason.REQUESTS, null, millis(dice, 20, 150)),
          dice -> new Fault.RateLimit(Fault.Reason.TOKENS, null, millis(dice, 20, 150)),
          dice -> new Fault.RateLimit(Fault.Reason.TOO_LARGE, null, null),
          dice -> new Fault.RateLimit(Fault.Reason.QUOTA, null, null),
          dice -> Fault.status(oneOf(STATUSES, dice)),
          dice -> new Fault.Failure(oneOf(PROBLEMS, dice)),
          dice -> new Fault.Failure(oneOf(CALLERS, dice)),
          dice -> wrongType("text/html", "<html><body>It works!</body></html>"),
          dice -> wrongType("application/json", ""),
          dice -> new Fault.Redirect("http://127.0.0.1:9/elsewhere", null),
          dice -> new Fault.Reset(),
          dice -> new Fault.Silence(null),
          dice -> new Fault.Silence(millis(dice, 20, 400)),
          dice -> new Fault.SlowHeaders(millis(dice, 20, 800)),
          dice -> new Fault.SlowFirstToken(millis(dice, 20, 800), null),
          dice -> new Fault.SlowFirstToken(millis(dice, 20, 800), millis(dice, 10, 60)),
          dice -> new Fault.Stall(dice.nextInt(TOKENS), millis(dice, 20, 600), null),
          dice -> new Fault.Stall(dice.nextInt(TOKENS), null, millis(dice, 10, 60)),
          dice -> new Fault.Stall(dice.nextInt(TOKENS), null, null),
          dice -> new Fault.StallInBody(dice.nextInt(CHARS), millis(dice, 20, 600)),
          dice -> new Fault.StallInBody(dice.nextInt(CHARS), null),
          dice -> new Fault.Drip(millis(dice, 5, 60)),
          dice -> new Fault.ResetInBody(dice.nextInt(CHARS)),
          dice -> new Fault.Cut(dice.nextInt(TOKENS), false),
          dice -> new Fault.Cut(dice.nextInt(TOKENS), true),
          dice -> new Fault.CutInBody(dice.nextInt(CHARS)),
          dice -> new Fault.ErrorEvent(dice.nextInt(TOKENS), oneOf(IN_STREAM, dice)),
          dice -> new Fault.MalformedEvent(dice.nextInt(TOKENS)),
          dice -> new Fault.NoTerminal(),
          dice -> new Fault.NeverEnds(dice.nextBoolean() ? null : millis(dice, 10, 60)));

  private Mischief() {}

  static Fault draw(SplittableRandom dice, String endpoint) {
    Fault fault = oneOf(ALL, dice).apply(dice);
    // The simulated Gemini says so in one piece, also to who asked for a stream.
    boolean inOnePiece =
        endpoint.startsWith("gemini") && fault.equals(new Fault.Failure(Problem.CONTENT_FILTER));
    return inOnePiece ? new Fault.Failure(Problem.CONTEXT_LENGTH) : fault;
  }

  private static Fault wrongType(String type, String body) {
    return new Fault.Status(200, body, Map.of("content-type", type));
  }

  private static <T> T oneOf(List<T> all, SplittableRandom dice) {
    return Dice.oneOf(all, dice);
  }

  private static long millis(SplittableRandom dice, int from, int to) {
    return dice.nextInt(from, to);
  }
}
