package io.ailb.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.faults.Evidence.Books;
import io.ailb.benchmarks.faults.Evidence.Truth;
import io.ailb.benchmarks.faults.Experience.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule finds who breaks it: load balancers that behave badly on purpose. */
class JudgeTest {
  private static final Truth PREFERRED = new Truth("gpt-4o-mini", "p answers #1: lorem ipsum", 60);
  private static final Truth HEALTHY = new Truth("gpt-4.1-mini", "h answers #1: lorem ipsum", 60);
  private static final Experience BY_PREFERRED = answer(PREFERRED);
  private static final Experience BY_HEALTHY = answer(HEALTHY);
  private static final Books BOOKS = new Books(0, 60);

  private static Experience answer(Truth truth) {
    return success(truth.text(), "stop", truth.model(), truth.outputTokens());
  }

  private static Experience success(
      String text, @Nullable String finish, String model, @Nullable Long tokens) {
    return new Experience(
        Ending.SUCCESS, Duration.ofMillis(500), text, finish, true, model, tokens, 0, "");
  }

  private static FaultCase fault(int number) {
    return Sixteen.with(Times.SHORT).get(number - 1);
  }

  /** Tries of the only request, at these times, all in vain. */
  private static List<Try> at(long... millis) {
    return LongStream.of(millis).mapToObj(at -> new Try(at, 1, 503, true)).toList();
  }

  private static Verdict verdict(
      int number, Experience experience, List<Try> preferred, List<Try> healthy) {
    return verdict(number, Mode.STREAMED, List.of(experience), preferred, healthy, BOOKS);
  }

  private static Verdict verdict(
      int number,
      Mode mode,
      List<Experience> experiences,
      List<Try> preferred,
      List<Try> healthy,
      Books books) {
    Evidence evidence =
        new Evidence(mode, false, experiences, preferred, healthy, PREFERRED, HEALTHY, books);
    return Judge.judge(fault(number), evidence).verdict();
  }

  static IntStream ofOneRequest() {
    return IntStream.rangeClosed(1, 16).filter(number -> fault(number).requests() == 1);
  }

  static Stream<Experience> neverGood() {
    String text = HEALTHY.text();
    return Stream.of(
        success(text.substring(0, 12), null, "gpt-4.1-mini", null),
        success(text.substring(0, 12), "stop", "gpt-4.1-mini", 60L),
        success(text.replace(" lorem", ""), "stop", "gpt-4.1-mini", 60L),
        success(text + text, "stop", "gpt-4.1-mini", 60L),
        success(text, null, "gpt-4.1-mini", 60L),
        success("", "stop", "gpt-4.1-mini", 60L),
        Experience.garbled("not JSON"),
        Experience.error(500, ""),
        Experience.hang(Duration.ofSeconds(11)),
        BY_HEALTHY.after(Duration.ofSeconds(11)),
        Experience.error(503, "nobody can").after(Duration.ofSeconds(11)));
  }

  @ParameterizedTest
  @MethodSource("neverGood")
  void whatACallerMustNotExperienceFailsEveryFault(Experience bad) {
    ofOneRequest()
        .forEach(
            number ->
                assertThat(verdict(number, bad, at(0), at(1)))
                    .as("%d: %s", number, bad)
                    .isEqualTo(Verdict.FAIL));
  }

  @Test
  void aCleanErrorIsSafeAndNoMore() {
    Experience error = Experience.error(503, "no endpoint can take it");
    IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 14, 16)
        .forEach(
            number ->
                assertThat(verdict(number, error, at(0), List.of()))
                    .as("%d", number)
                    .isEqualTo(Verdict.SAFE));
  }

  @Test
  void hammeringFailsEveryFaultHoweverItEnds() {
    ofOneRequest()
        .forEach(
            number -> {
              List<Try> many = at(0, 9_000, 18_000, 27_000, 36_000, 45_000, 54_000);
              assertThat(verdict(number, BY_HEALTHY, many, at(1))).isEqualTo(Verdict.FAIL);
              assertThat(verdict(number, BY_HEALTHY, at(0), many)).isEqualTo(Verdict.FAIL);
            });
  }

  @Test
  void whoNeverMetTheFaultHasNotPassed() {
    ofOneRequest()
        .forEach(
            number ->
                assertThat(verdict(number, BY_HEALTHY, List.of(), at(0))).isEqualTo(Verdict.FAIL));
  }

  @Test
  void rateLimitedWithRetryAfter() {
    assertThat(verdict(1, BY_PREFERRED, at(0, 2_000), at())).isEqualTo(Verdict.PASS);
    assertThat(verdict(1, BY_PREFERRED, at(0, 1_000), at())).isEqualTo(Verdict.FAIL);
    assertThat(verdict(1, BY_PREFERRED, at(0, 1_700), at())).isEqualTo(Verdict.FAIL);
    assertThat(verdict(1, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.PARTIAL);
  }

  @Test
  void rateLimitedForEver() {
    assertThat(verdict(2, BY_HEALTHY, at(0, 500), at(900))).isEqualTo(Verdict.PASS);
    assertThat(verdict(2, BY_HEALTHY, at(0, 500, 1_000, 2_000, 2_900), at(3_000)))
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(2, BY_HEALTHY, at(0, 500, 1_000, 2_000, 4_000), at(5_000)))
        .isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void oneQuickRetry(int number) {
    assertThat(verdict(number, BY_PREFERRED, at(0, 1), at())).isEqualTo(Verdict.PASS);
    assertThat(verdict(number, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.PARTIAL);
    assertThat(verdict(number, BY_PREFERRED, at(0, 1, 2), at())).isEqualTo(Verdict.FAIL);
    Evidence sideBySide =
        new Evidence(
            Mode.WHOLE, true, List.of(BY_HEALTHY), at(0), at(1), PREFERRED, HEALTHY, BOOKS);
    assertThat(Judge.judge(fault(number), sideBySide).verdict()).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 11})
  void askedOnceAndNoMore(int number) {
    assertThat(verdict(number, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.PASS);
    assertThat(verdict(number, BY_HEALTHY, at(0, 1), at(2))).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aSlowFirstTokenHasItsOwnBoundWhenStreamed() {
    Experience late = BY_PREFERRED.after(Duration.ofSeconds(8));
    assertThat(verdict(7, late, at(0), at())).isEqualTo(Verdict.FAIL);
    assertThat(verdict(7, Mode.WHOLE, List.of(late), at(0), at(), BOOKS)).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 10, 14, 16})
  void usageOfSomebodyElseIsNoticed(int number) {
    Experience others = success(HEALTHY.text(), "stop", HEALTHY.model(), 100L);
    assertThat(verdict(number, others, at(0), at(1))).isEqualTo(Verdict.PARTIAL);
  }

  @Test
  void afterAStallTheNextRequestIsServed() {
    List<Try> once = List.of(new Try(0, 1, 200, true), new Try(4_000, 2, 200, false));
    List<Try> twice = List.of(new Try(0, 1, 200, true), new Try(4_000, 1, 200, false));
    Experience error = Experience.error(0, "gave up");
    assertThat(stall(BY_HEALTHY, BY_PREFERRED, once)).isEqualTo(Verdict.PASS);
    assertThat(stall(error, BY_PREFERRED, once)).isEqualTo(Verdict.SAFE);
    assertThat(stall(BY_HEALTHY, error, once)).isEqualTo(Verdict.FAIL);
    assertThat(stall(BY_HEALTHY, BY_HEALTHY, once.subList(0, 1))).isEqualTo(Verdict.PARTIAL);
    assertThat(stall(BY_PREFERRED, BY_HEALTHY, twice)).isEqualTo(Verdict.FAIL);
  }

  private static Verdict stall(Experience first, Experience second, List<Try> preferred) {
    return verdict(9, Mode.STREAMED, List.of(first, second), preferred, at(1), BOOKS);
  }

  @Test
  void aCompleteStreamEndsAtOnceWithUsageAndItsEnd() {
    assertThat(verdict(11, BY_PREFERRED, at(0), at())).isEqualTo(Verdict.PASS);
    assertThat(verdict(11, BY_PREFERRED.after(Duration.ofSeconds(5)), at(0), at()))
        .isEqualTo(Verdict.PARTIAL);
    assertThat(verdict(11, success(PREFERRED.text(), "stop", "m", null), at(0), at()))
        .isEqualTo(Verdict.FAIL);
    Experience endless =
        new Experience(
            Ending.SUCCESS, Duration.ZERO, PREFERRED.text(), "stop", false, "m", 60L, 0, "");
    assertThat(verdict(11, endless, at(0), at())).isEqualTo(Verdict.PARTIAL);
  }

  @ParameterizedTest
  @CsvSource({"12, maximum context length is 128000", "13, violating our usage policy"})
  void theProvidersRefusalReachesTheCallerAndIsNotRoutedAround(int number, String words) {
    Experience refusal = Experience.error(400, "This: " + words);
    assertThat(verdict(number, refusal, at(0), at())).isEqualTo(Verdict.PASS);
    assertThat(verdict(number, refusal, at(0, 1), at())).isEqualTo(Verdict.FAIL);
    assertThat(verdict(number, refusal, at(0), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(number, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(number, Experience.error(400, "no"), at(0), at())).isEqualTo(Verdict.SAFE);
    assertThat(verdict(number, Experience.error(503, words), at(0), at())).isEqualTo(Verdict.SAFE);
  }

  /** Where there is room, or a content filter is to be tried again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aRefusalThatMayBeServedElsewhereIsServedThereAtOnce(int index) {
    FaultCase fault = Sixteen.elsewhere(Times.SHORT, Draw.AS_DESCRIBED).get(index);
    Experience refusal = Experience.error(400, "maximum context length, or usage policy");
    assertThat(elsewhere(fault, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.PASS);
    assertThat(elsewhere(fault, BY_HEALTHY, at(0, 1), at(2))).isEqualTo(Verdict.FAIL);
    assertThat(elsewhere(fault, BY_HEALTHY, at(0), at(1, 2))).isEqualTo(Verdict.FAIL);
    assertThat(elsewhere(fault, BY_HEALTHY, at(), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(elsewhere(fault, BY_PREFERRED, at(0), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(elsewhere(fault, refusal, at(0), at())).isEqualTo(Verdict.FAIL);
    Experience others = success(HEALTHY.text(), "stop", HEALTHY.model(), 100L);
    assertThat(elsewhere(fault, others, at(0), at(1))).isEqualTo(Verdict.PARTIAL);
  }

  private static Verdict elsewhere(
      FaultCase fault, Experience experience, List<Try> preferred, List<Try> healthy) {
    return Judge.judge(
            fault,
            new Evidence(
                Mode.STREAMED,
                false,
                List.of(experience),
                preferred,
                healthy,
                PREFERRED,
                HEALTHY,
                BOOKS))
        .verdict();
  }

  /** What is asked follows what was drawn. */
  @Test
  void whoIsAskedToComeBackLaterIsJudgedByThat() {
    Draw four = new Draw(1, 4, 500, 503, 60, 40, 20, 9, 200);
    Draw one = new Draw(1, 1, 500, 503, 60, 40, 20, 9, 200);
    assertThat(first(four, BY_HEALTHY, at(0))).isEqualTo(Verdict.PASS);
    assertThat(first(four, BY_PREFERRED, at(0, 3_500))).isEqualTo(Verdict.FAIL);
    assertThat(first(four, BY_PREFERRED, at(0, 3_700))).isEqualTo(Verdict.PASS);
    assertThat(first(one, BY_HEALTHY, at(0))).isEqualTo(Verdict.PARTIAL);
    assertThat(first(one, BY_PREFERRED, at(0, 1_000))).isEqualTo(Verdict.PASS);
    assertThat(first(one, BY_PREFERRED, at(0, 800))).isEqualTo(Verdict.FAIL);
  }

  private static Verdict first(Draw draw, Experience experience, List<Try> preferred) {
    return elsewhere(Sixteen.with(Times.SHORT, draw).get(0), experience, preferred, at(1));
  }

  @Test
  void theRefusalOfAPrefillIsNotTheCallers() {
    Experience refusal =
        Experience.error(0, "This model does not support assistant message prefill.");
    assertThat(verdict(14, refusal, at(0), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(14, Experience.error(400, "invalid"), at(0), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(14, Experience.error(0, "it broke"), at(0), at(1))).isEqualTo(Verdict.SAFE);
    assertThat(verdict(14, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.PASS);
  }

  @Test
  void anEndpointIsUsedAgainAfterItsOutageAndAskedOnceMeanwhile() {
    int requests = fault(15).requests();
    List<Experience> all = new ArrayList<>();
    List<Try> once = new ArrayList<>();
    for (int request = 1; request <= requests; request++) {
      all.add(BY_HEALTHY);
      boolean down = request <= 12;
      once.add(new Try(request * 1_000L, request, down ? 503 : 200, down));
    }
    List<Try> twice = new ArrayList<>(once);
    twice.add(1, new Try(1_100, 1, 503, true));
    List<Try> never = once.subList(0, 12);
    List<Try> late = new ArrayList<>(never);
    late.add(new Try(24_000, requests, 200, false));
    List<Experience> oneLost = new ArrayList<>(all);
    oneLost.set(3, Experience.error(503, "overloaded"));

    assertThat(outage(all, once)).isEqualTo(Verdict.PASS);
    assertThat(outage(all, twice)).isEqualTo(Verdict.FAIL);
    assertThat(outage(all, never)).isEqualTo(Verdict.PARTIAL);
    assertThat(outage(all, late)).isEqualTo(Verdict.PARTIAL);
    assertThat(outage(oneLost, once)).isEqualTo(Verdict.SAFE);
  }

  private static Verdict outage(List<Experience> experiences, List<Try> preferred) {
    return verdict(15, Mode.STREAMED, experiences, preferred, at(), BOOKS);
  }

  @Test
  void whoServedIsNamedAndCounted() {
    Experience misnamed = success(HEALTHY.text(), "stop", PREFERRED.model(), 60L);
    Experience unmetered = success(HEALTHY.text(), "stop", HEALTHY.model(), null);
    assertThat(verdict(16, BY_HEALTHY, at(0), at(1))).isEqualTo(Verdict.PASS);
    assertThat(verdict(16, misnamed, at(0), at(1))).isEqualTo(Verdict.FAIL);
    assertThat(verdict(16, unmetered, at(0), at(1))).isEqualTo(Verdict.FAIL);
    for (Books wrong : List.of(new Books(60, 60), new Books(0, 0), new Books(0, 120))) {
      assertThat(verdict(16, Mode.WHOLE, List.of(BY_HEALTHY), at(0), at(1), wrong))
          .isEqualTo(Verdict.FAIL);
    }
  }

  @ParameterizedTest
  @CsvSource({"60,PASS", "49,PASS", "71,PASS", "40,PARTIAL", "80,PARTIAL", ",PARTIAL"})
  void whereTwoMadeAnAnswerItsTokensMayBeEstimated(@Nullable Long told, Verdict verdict) {
    Experience joined = success(PREFERRED.text(), "stop", PREFERRED.model(), told);
    assertThat(verdict(8, joined, at(0), at(1))).isEqualTo(verdict);
    Verdict alone = told != null && told == 60 ? Verdict.PASS : Verdict.PARTIAL;
    assertThat(verdict(8, joined, at(0), List.of())).isEqualTo(alone);
  }
}
