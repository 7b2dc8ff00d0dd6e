package io.ailb.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.chaos.Ending.Kind;
import io.ailb.benchmarks.chaos.Leaving.Way;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge sees each kind of breach, and takes nothing else for one. */
class JudgeTest {
  private static final String TEXT = "openai-1 says it all";
  private static final List<Try> ONE = List.of(new Try("openai-1", 200, null));
  private static final List<Try> FAULTED = List.of(new Try("openai-1", 200, "cut"));

  private final Judge judge =
      new Judge((who, question) -> who.startsWith("openai") ? who + " says it all" : "");

  private static Ask ask(String pool, boolean streamed, Leaving leaving) {
    Map<String, List<Fault>> faults =
        Map.of("openai-2", Arrays.asList(new Fault.Failure(Problem.CONTENT_FILTER), null));
    return new Ask(7, pool, Tongue.CHAT, streamed, false, false, leaving, "chaos 1-7 ?", faults);
  }

  private static Ask stream(String pool) {
    return ask(pool, true, Leaving.NEVER);
  }

  private static Ending answer(String text, boolean finished, boolean terminated) {
    return Ending.of(Kind.ANSWER, "")
        .says(text, finished, terminated)
        .from(200, "openai-1", 1, null)
        .at(Duration.ofMillis(5), null);
  }

  private static Ending ending(Kind kind, String message, int status) {
    return Ending.of(kind, message)
        .from(status, "openai-1", 1, null)
        .at(Duration.ofMillis(5), null);
  }

  private void isWell(Ask ask, Ending ending, List<Try> tries) {
    assertThat(judge.judge(ask, ending, tries).breach()).isNull();
  }

  private void isBreach(String outcome, Ask ask, Ending ending, List<Try> tries) {
    Finding finding = judge.judge(ask, ending, tries);
    assertThat(finding.breach()).isNotBlank();
    assertThat(finding.outcome()).isEqualTo("BREACH: " + outcome);
  }

  @Test
  void anAnswerIsWholeToTheLetterAndToItsEnd() {
    isWell(stream("error"), answer(TEXT, true, true), ONE);
    isBreach("truncated success", stream("error"), answer("openai-1 says", true, true), ONE);
    isBreach("truncated success", stream("error"), answer("", true, true), ONE);
    isBreach("truncated success", stream("error"), answer(TEXT, false, true), ONE);
    isBreach("truncated success", stream("buffer"), answer(TEXT, true, false), ONE);
    isBreach("wrong answer", stream("error"), answer("openai-2 says it all", true, true), ONE);
    isBreach("wrong answer", stream("error"), answer(TEXT + TEXT, true, true), ONE);
  }

  @Test
  void whereNothingIsAddedTheEndMarkMayBeMissing() {
    isWell(stream("none"), answer(TEXT, true, false), ONE);
    isBreach("truncated success", stream("none"), answer(TEXT, false, false), ONE);
  }

  @Test
  void anAnswerIsOfWhoItSaysItIsOf() {
    isBreach("answer of nobody", stream("error"), answer(TEXT, true, true), List.of());
    isBreach(
        "answer of nobody",
        stream("error"),
        answer(TEXT, true, true),
        List.of(new Try("openai-1", 500, "status")));
    isBreach(
        "answer of nobody",
        stream("error"),
        answer(TEXT, true, true).from(200, null, 1, null),
        ONE);
  }

  @Test
  void everyTryIsTold() {
    isBreach(
        "tries untold",
        stream("error"),
        answer(TEXT, true, true),
        List.of(new Try("openai-1", 0, "reset"), new Try("openai-1", 200, null)));
  }

  @Test
  void whoDeclinesWasToldTo() {
    Ending declined = Ending.of(Kind.DECLINED, "").at(Duration.ofMillis(5), null);
    isWell(stream("error"), declined.from(200, "openai-2", 1, null), ONE);
    isBreach("empty answer", stream("error"), declined.from(200, "openai-1", 1, null), ONE);
    Ending late = declined.from(200, "openai-2", 1, null);
    isWell(stream("error"), late.says("openai-2 says", true, true), ONE);
    isBreach("wrong answer", stream("error"), late.says("something else", true, true), ONE);
  }

  @Test
  void anErrorHasWordsAndACause() {
    isWell(stream("error"), ending(Kind.ERROR, "out of order", 503), FAULTED);
    isBreach("error without a word", stream("error"), ending(Kind.ERROR, " ", 503), FAULTED);
    isBreach("error without a cause", stream("error"), ending(Kind.ERROR, "no", 503), ONE);
    Ending looksWell = ending(Kind.ERROR, "out of order", 200);
    isBreach("error that looks well", stream("error"), looksWell, FAULTED);
    isWell(stream("error"), looksWell, List.of(new Try("openai-1", 200, "error-event")));
    Ending ofAi = ending(Kind.ERROR, "nobody can", 503).from(503, null, 0, "timeout");
    isWell(stream("error"), ofAi, ONE);
  }

  @Test
  void anErrorInsideAStreamComesAfterTheTruthAndNotWhereNothingIsAdded() {
    Ending event = ending(Kind.ERROR_EVENT, "it broke", 200).says("openai-1 says", false, false);
    isWell(stream("error"), event, FAULTED);
    isBreach("error without a cause", stream("error"), event, ONE);
    isBreach("error event added", stream("none"), event, FAULTED);
    isWell(stream("none"), event, List.of(new Try("openai-1", 200, "error-event")));
    isBreach("wrong answer", stream("error"), event.says("something else", false, false), FAULTED);
    Ending wordless = ending(Kind.ERROR_EVENT, "", 200);
    isBreach("error without a word", stream("error"), wordless, FAULTED);
  }

  @Test
  void onlyAStreamThatNobodyMendsBreaks() {
    Ending broken = ending(Kind.BROKEN, "java.io.IOException", 200).says("openai-1", false, false);
    isWell(stream("none"), broken, FAULTED);
    isBreach("unexpected exception", stream("none"), broken, ONE);
    isBreach("unexpected exception", stream("error"), broken, FAULTED);
    isBreach("unexpected exception", ask("none", false, Leaving.NEVER), broken, FAULTED);
    isBreach("unexpected exception", stream("none"), broken.from(0, null, 0, null), FAULTED);
    isBreach("wrong answer", stream("none"), broken.says("something else", false, false), FAULTED);
  }

  @Test
  void anAnswerInOnePieceBreaksOnlyWhereATimeoutHadItsHeadShown() {
    Ending broken = ending(Kind.BROKEN, "java.io.IOException", 200);
    Leaving timeout = new Leaving(Way.CALL_TIMEOUT, 4); // the ending is after 5 ms
    isWell(jdk(false, timeout), broken, FAULTED);
    isBreach("unexpected exception", jdk(false, timeout), broken, ONE);
    isBreach("unexpected exception", jdk(true, timeout), broken, FAULTED);
    isBreach("unexpected exception", jdk(false, Leaving.NEVER), broken, FAULTED);
    isBreach("unexpected exception", jdk(false, new Leaving(Way.CALL_TIMEOUT, 6)), broken, FAULTED);
    isBreach("unexpected exception", ask("error", false, timeout), broken, FAULTED);
    isBreach("unexpected exception", jdk(false, timeout), broken.from(0, null, 0, null), FAULTED);
  }

  private static Ask jdk(boolean streamed, Leaving leaving) {
    return new Ask(
        7, "error", Tongue.CHAT, streamed, true, false, leaving, "chaos 1-7 ?", Map.of());
  }

  @Test
  void whoHasLeftGetsAnExceptionAndIsLetGo() {
    Ask cancels = ask("error", true, new Leaving(Way.CANCEL, 20));
    Ending canceled = ending(Kind.BROKEN, "java.io.IOException: Canceled", 0);
    isWell(cancels, canceled.at(Duration.ofMillis(30), Duration.ofMillis(20)), ONE);
    isBreach("unexpected exception", cancels, canceled.at(Duration.ofMillis(10), null), ONE);
    isBreach(
        "held back",
        cancels,
        canceled.at(Judge.LETTING_GO.plusMillis(21), Duration.ofMillis(20)),
        ONE);
    isBreach(
        "truncated success",
        cancels,
        answer("openai-1", true, true).at(Duration.ofMillis(30), Duration.ofMillis(20)),
        ONE);
  }

  @Test
  void nobodyWaitsForEver() {
    isBreach("hang", stream("error"), ending(Kind.HANG, "still waiting", 0), FAULTED);
    isBreach(
        "hang", stream("error"), answer(TEXT, true, true).at(Field.BOUND.plusMillis(1), null), ONE);
  }

  @Test
  void whatNoClientKnowsIsABreach() {
    isBreach("garbled", stream("error"), ending(Kind.GARBLED, "not JSON", 200), FAULTED);
    isBreach(
        "undocumented exception",
        stream("error"),
        ending(Kind.UNDOCUMENTED, "java.lang.IllegalStateException", 0),
        FAULTED);
  }
}
