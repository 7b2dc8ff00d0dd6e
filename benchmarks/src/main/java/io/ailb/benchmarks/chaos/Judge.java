package io.ailb.benchmarks.chaos;

import io.ailb.benchmarks.chaos.Ending.Kind;
import io.ailb.benchmarks.chaos.Leaving.Way;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a request may end as it did. By what its caller got and what providers saw; nothing
 * that ai-lb says of itself excuses anything.
 */
final class Judge {
  /** A caller that has left is let go within this, on a machine that is busy. */
  static final Duration LETTING_GO = Duration.ofMillis(1_500);

  /**
   * An interrupted thread that reads a socket is let go when the read ends, as ever with OkHttp;
   * the longest read without a byte is the one for the end of a connection whose answer is
   * complete.
   */
  private static final Duration READ = Duration.ofSeconds(2);

  private final BiFunction<String, String, String> truth;

  /**
   * @param truth what an endpoint says to a question
   */
  Judge(BiFunction<String, String, String> truth) {
    this.truth = truth;
  }

  Finding judge(Ask ask, Ending ending, List<Try> tries) {
    return judge(ask, ending, tries, Duration.ZERO);
  }

  /**
   * Judges.
   *
   * @param stall that kept everybody from ending it
   */
  Finding judge(Ask ask, Ending ending, List<Try> tries, Duration stall) {
    if (ending.kind() == Kind.HANG || ending.took().compareTo(Field.BOUND.plus(stall)) > 0) {
      return Finding.breach("hang", "not over within " + Field.BOUND.toMillis() + " ms");
    }
    Duration left = ending.left();
    Duration grace =
        stall.plus(ask.leaving().way() == Way.INTERRUPT ? LETTING_GO.plus(READ) : LETTING_GO);
    if (left != null && ending.took().minus(left).compareTo(grace) > 0) {
      return Finding.breach(
          "held back", "let go " + ending.took().minus(left).toMillis() + " ms after it left");
    }
    // On a busy machine a time limit may be over although nobody was slow on purpose.
    boolean faulted =
        tries.stream().anyMatch(one -> one.fault() != null)
            || ending.took().compareTo(Field.SHORTEST_LIMIT) > 0;
    return switch (ending.kind()) {
      case ANSWER -> ofAnswer(ask, ending, tries);
      case DECLINED -> ofDeclined(ask, ending);
      case ERROR -> ofError(ending, tries, faulted);
      case ERROR_EVENT -> ofErrorEvent(ask, ending, tries, faulted);
      case BROKEN -> ofBroken(ask, ending, faulted);
      case CLOSED -> Finding.well("left: closed the answer");
      case GARBLED -> Finding.breach("garbled", ending.message());
      case UNDOCUMENTED -> Finding.breach("undocumented exception", ending.message());
      case HANG -> throw new AssertionError("was judged above");
    };
  }

  private Finding ofAnswer(Ask ask, Ending ending, List<Try> tries) {
    String who = Objects.requireNonNullElse(ending.endpoint(), "");
    String whole = truth.apply(who, ask.question());
    if (whole.isEmpty()) {
      return Finding.breach("answer of nobody", "it says it is of \"" + who + "\"");
    }
    if (!ending.text().equals(whole)) {
      boolean truncated = whole.startsWith(ending.text());
      return Finding.breach(
          truncated ? "truncated success" : "wrong answer",
          "took for an answer of %s: \"%s\"".formatted(who, ending.text()));
    }
    // Nothing is added to what came where the pool says so.
    boolean ends = ending.terminated() || ask.pool().equals("none");
    if (!ending.finished() || !ends) {
      return Finding.breach("truncated success", "all of the text, but not its end");
    }
    if (tries.stream().noneMatch(one -> one.endpoint().equals(who) && one.status() == 200)) {
      return Finding.breach("answer of nobody", who + " gave none");
    }
    if (tries.size() > ending.tries()) {
      return Finding.breach(
          "tries untold", "%d were sent, it says %d".formatted(tries.size(), ending.tries()));
    }
    return Finding.well(tries.size() > 1 ? "answered after failed tries" : "answered");
  }

  private Finding ofDeclined(Ask ask, Ending ending) {
    if (!isBeginning(ask, ending.text())) {
      return Finding.breach("wrong answer", "before it was declined: \"" + ending.text() + "\"");
    }
    List<@Nullable Fault> faults =
        ask.faults().getOrDefault(Objects.requireNonNullElse(ending.endpoint(), ""), List.of());
    return faults.stream().anyMatch(Judge::isFilter)
        ? Finding.well("declined by the provider's filter")
        : Finding.breach("empty answer", "nobody declined it");
  }

  private static boolean isFilter(@Nullable Fault fault) {
    return (fault instanceof Fault.Failure failure && failure.problem() == Problem.CONTENT_FILTER)
        || (fault instanceof Fault.ErrorEvent event && event.problem() == Problem.CONTENT_FILTER);
  }

  private static Finding ofError(Ending ending, List<Try> tries, boolean faulted) {
    if (ending.message().isBlank()) {
      return Finding.breach("error without a word", "status " + ending.status());
    }
    if (ending.status() < 400 && !isTheirs(tries)) {
      return Finding.breach("error that looks well", ending.status() + " " + ending.message());
    }
    if (ending.isOfAi()) {
      return Finding.well("error %d of ai-lb: %s".formatted(ending.status(), ending.reason()));
    }
    return faulted
        ? Finding.well("error " + ending.status() + " of a provider")
        : Finding.breach("error without a cause", ending.status() + " " + ending.message());
  }

  private Finding ofErrorEvent(Ask ask, Ending ending, List<Try> tries, boolean faulted) {
    if (ending.message().isBlank()) {
      return Finding.breach("error without a word", "in a stream");
    }
    if (!isBeginning(ask, ending.text())) {
      return Finding.breach("wrong answer", "before an error: \"" + ending.text() + "\"");
    }
    if (ending.left() != null) {
      return Finding.well("left: " + ask.leaving().way().word());
    }
    if (!faulted) {
      return Finding.breach("error without a cause", ending.message());
    }
    return ask.pool().equals("none") && !isTheirs(tries)
        ? Finding.breach("error event added", ending.message())
        : Finding.well("error inside a stream");
  }

  /** Whether a provider said an error where an answer had begun. */
  private static boolean isTheirs(List<Try> tries) {
    return tries.stream().anyMatch(one -> "error-event".equals(one.fault()));
  }

  private Finding ofBroken(Ask ask, Ending ending, boolean faulted) {
    if (!isBeginning(ask, ending.text())) {
      return Finding.breach("wrong answer", "before it broke: \"" + ending.text() + "\"");
    }
    if (ending.left() != null) {
      return Finding.well("left: " + ask.leaving().way().word());
    }
    boolean shown = ending.status() == 200;
    if (shown && faulted && isShownForTimeout(ask, ending)) {
      return Finding.well("answer broke, its head shown for the caller's timeout");
    }
    boolean mayBreak = ask.pool().equals("none") && ask.streamed() && shown;
    return mayBreak && faulted
        ? Finding.well("stream broke, recovery none")
        : Finding.breach("unexpected exception", ending.message());
  }

  /**
   * A timeout of the JDK's client is for the head alone. A provider's head that has come by then is
   * shown, as without ai-lb, although the answer is not whole; who breaks it cannot be replaced.
   */
  private static boolean isShownForTimeout(Ask ask, Ending ending) {
    return ask.jdk()
        && !ask.streamed()
        && ask.leaving().way() == Way.CALL_TIMEOUT
        && ending.took().toMillis() >= ask.leaving().moment();
  }

  /** Whether a text is the beginning of what somebody says. */
  private boolean isBeginning(Ask ask, String text) {
    return text.isEmpty()
        || Field.names().stream().anyMatch(e -> truth.apply(e, ask.question()).startsWith(text));
  }
}
