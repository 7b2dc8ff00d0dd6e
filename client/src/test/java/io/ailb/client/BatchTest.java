package io.ailb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.plan.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many prompts, over real connections. */
@Timeout(60)
class BatchTest {
  private Lab lab = new Lab.Plan().endpoint("a").endpoint("b").start();

  private void instead(Lab.Plan plan) {
    lab.close();
    lab = plan.start();
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    lab.close();
  }

  private static Iterator<Integer> numbers(int count) {
    return IntStream.range(0, count).iterator();
  }

  private static ChatRequest ask(Integer number) {
    return ChatRequest.of("number " + number);
  }

  private static <T> List<BatchResult<T>> all(BatchRun<T> run) {
    List<BatchResult<T>> results = new ArrayList<>();
    run.forEachRemaining(results::add);
    return results;
  }

  @Test
  void eachItemHasOneResult() {
    BatchRun<Integer> run = lab.client.batch().run(numbers(500), BatchTest::ask);
    try (run) {
      List<BatchResult<Integer>> results = all(run);
      assertThat(results).hasSize(500).allMatch(r -> r.result() != null && r.rounds() == 1);
      Set<Integer> items = new HashSet<>();
      results.forEach(r -> items.add(r.item()));
      assertThat(items).hasSize(500);
      BatchProgress end = run.progress();
      assertThat(end.done()).isEqualTo(500);
      assertThat(end.inFlight()).isZero();
      assertThat(end.byEndpoint()).containsOnlyKeys("a", "b");
      assertThat(end.cost()).containsOnlyKeys("USD");
    }
    assertThat(run.stopped()).isNull();
  }

  @Test
  void resultsComeInTheOrderOfTheirSourceIfTheyAreToDoSo() {
    lab.script("a", FaultRule.of(new Fault.SlowHeaders(30)).probability(0.3, 7));
    try (BatchRun<Integer> run =
        lab.client.batch().concurrency(20).ordered().run(numbers(200), BatchTest::ask)) {
      assertThat(all(run).stream().map(BatchResult::item))
          .containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    }
  }

  @Test
  void aSourceIsReadOnlyAsFastAsThereIsRoom() {
    AtomicInteger read = new AtomicInteger();
    Iterator<Integer> endless = IntStream.generate(read::getAndIncrement).iterator();
    try (BatchRun<Integer> run = lab.client.batch().concurrency(10).run(endless, BatchTest::ask)) {
      for (int i = 1; i <= 100; i++) {
        run.next();
        assertThat(read.get())
            .isLessThanOrEqualTo(i + 20); // while they come, 10 are under way and 10 ready
      }
    }
  }

  @Test
  void oneThatFailsEndsNoOther() {
    try (BatchRun<Integer> run =
        lab.client
            .batch()
            .run(
                numbers(50),
                number -> {
                  if (number == 7) {
                    throw new NoSuchElementException("seven is missing");
                  }
                  return number == 9 ? ChatRequest.json("/v1/chat/completions", "{") : ask(number);
                })) {
      List<BatchResult<Integer>> results = all(run);
      assertThat(results).hasSize(50);
      assertThat(results.stream().filter(r -> r.failure() != null).map(BatchResult::item))
          .containsExactlyInAnyOrder(7, 9);
      assertThat(run.progress().failed()).isEqualTo(2);
    }
  }

  @Test
  void whatFailsThroughNoFaultOfItsOwnIsAskedAgainLater() {
    lab.script("a", FaultRule.of(Fault.status(500)).times(4));
    lab.script("b", FaultRule.of(Fault.status(500)).times(4));
    try (BatchRun<Integer> run =
        lab.client.batch().concurrency(2).run(numbers(3), BatchTest::ask)) {
      assertThat(all(run)).hasSize(3).allMatch(r -> r.result() != null);
    }
  }

  @Test
  void aPoolThatNeverAnswersStopsItAndLeavesTheRestUndone() {
    instead(new Lab.Plan().endpoint("a").with(pool -> pool.set("routing.strategy", "ordered")));
    lab.script("a", FaultRule.of(Fault.status(401)));
    try (BatchRun<Integer> run = lab.client.batch().run(numbers(10_000), BatchTest::ask)) {
      assertThat(all(run)).isEmpty();
      assertThat(run.stopped()).contains("nothing has succeeded").contains("401");
      assertThat(run.progress().taken()).isLessThan(100);
    }
  }

  /** The first refusal lets its key rest, for ten minutes: nobody else is sent to be refused. */
  @ParameterizedTest
  @ValueSource(ints = {401, 404})
  void fewAtOnceDoNotWaitForKeysThatWereRefused(int status) {
    instead(new Lab.Plan().endpoint("a"));
    lab.script("a", FaultRule.of(Fault.status(status)));
    try (BatchRun<Integer> run =
        lab.client.batch().concurrency(1).run(numbers(10_000), BatchTest::ask)) {
      assertThat(all(run)).hasSize(status == 404 ? 1 : 0);
      assertThat(run.stopped())
          .contains("nothing has succeeded")
          .contains(Integer.toString(status));
      assertThat(run.progress().taken()).isBetween(1L, 2L); // 1: off the processor for a second
    }
  }

  /** What rests since before the batch began may be good again: it has not seen it refused. */
  @Test
  void aRequestThatIsNoneIsNoRefusalOfAKey() {
    instead(new Lab.Plan().endpoint("a").with(pool -> pool.set("cooldown.unauthorized", "1s")));
    lab.script("a", FaultRule.of(Fault.status(401)).times(1));
    assertThatThrownBy(() -> lab.client.complete(ask(0))).isInstanceOf(ChatException.class);
    try (BatchRun<Integer> run =
        lab.client
            .batch()
            .concurrency(1)
            .run(numbers(2), n -> n == 0 ? ChatRequest.json("/nothing", "{}") : ask(n))) {
      assertThat(all(run)).extracting(r -> r.result() != null).containsExactly(false, true);
      assertThat(run.stopped()).isNull();
    }
  }

  @Test
  void limitsAreNotBrokenAndUsed() {
    Limits limits = Limits.builder().rpm(1200).burstSeconds(10).build();
    instead(
        new Lab.Plan()
            .endpoint(
                "a",
                Provider.OPENAI,
                spec -> spec.limits(limits).latency(new Latency(20, 20, 1)),
                e -> e.set("limits.rpm", 1200)));
    long began = System.nanoTime();
    List<String> waits = new ArrayList<>();
    try (BatchRun<Integer> run =
        lab.client
            .batch()
            .progress(
                Duration.ofMillis(200),
                p -> {
                  if (p.waitingFor() != null) {
                    waits.add(p.waitingFor());
                  }
                })
            .run(numbers(260), BatchTest::ask)) {
      assertThat(all(run)).hasSize(260).allMatch(r -> r.result() != null);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    // Only by its answers, which may be late, a provider says that its bucket is small; how few are
    // refused over time is measured in benchmarks.
    assertThat(refused()).isLessThan(26);
    assertThat(seconds).isBetween(2.5, 10.0);
    assertThat(waits).isNotEmpty().allMatch(words -> words.contains("; next "));
  }

  private long refused() {
    return lab.log("a").stream().filter(e -> Integer.valueOf(429).equals(e.status())).count();
  }

  @Test
  void itStopsBeforeItsBudgetIsExceeded() {
    try (BatchRun<Integer> run =
        lab.client
            .batch()
            .concurrency(4)
            .budget(0.0005, "USD")
            .run(numbers(100_000), BatchTest::ask)) {
      all(run);
      assertThat(run.stopped()).contains("budget").contains("USD");
      assertThat(run.progress().cost().get("USD")).isBetween(0.0003, 0.00051);
    }
  }

  @Test
  void aBudgetInAnotherCurrencyThanThePricesStopsIt() {
    try (BatchRun<Integer> run =
        lab.client.batch().concurrency(1).budget(5, "EUR").run(numbers(100), BatchTest::ask)) {
      assertThat(all(run)).hasSize(1);
      assertThat(run.stopped()).contains("EUR").contains("USD");
    }
  }

  @Test
  void whoStopsItGetsWhatIsUnderWayAndNoMore() throws Exception {
    instead(
        new Lab.Plan()
            .endpoint(
                "a",
                Provider.OPENAI,
                spec -> spec.latency(new Latency(50, 0, 0)),
                e -> e.set("limits.concurrency", 5)));
    try (BatchRun<Integer> run = lab.client.batch().run(numbers(1_000), BatchTest::ask)) {
      run.next();
      run.stop("enough");
      int asked = lab.log("a").size();
      int more = all(run).size();
      assertThat(more).isPositive();
      assertThat(lab.log("a")).as("who had a place by then").hasSizeBetween(asked, asked + 5);
      assertThat(run.stopped()).isEqualTo("enough");
      assertThat(lab.log("a").stream().filter(LogEntry::complete)).hasSize(more + 1);
    }
  }

  @Test
  void whatWasHeldBackForItsOrderIsNotLostWhereItIsStopped() {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)).times(1));
    lab.script("b", FaultRule.of(new Fault.Silence(20_000L)).times(1));
    List<BatchRun<Integer>> runs = new ArrayList<>();
    try (BatchRun<Integer> run =
        lab.client
            .batch()
            .concurrency(8)
            .ordered()
            .progress(
                Duration.ofMillis(1),
                p -> {
                  if (p.succeeded() == 22) {
                    runs.get(0).close();
                  }
                })
            .run(numbers(24), BatchTest::ask)) {
      runs.add(run);
      assertThat(all(run)).hasSize(22);
    }
  }

  @Test
  void aClientThatIsClosedStopsIt() {
    lab.client.close();
    try (BatchRun<Integer> run = lab.client.batch().run(numbers(1_000), BatchTest::ask)) {
      assertThat(all(run)).isEmpty();
      assertThat(run.stopped()).contains("the client is closed");
    }
  }

  @Test
  void toCloseItEndsWhatIsUnderWay() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)));
    lab.script("b", FaultRule.of(new Fault.Silence(20_000L)));
    BatchRun<Integer> run = lab.client.batch().run(numbers(10), BatchTest::ask);
    Thread closer =
        new Thread(
            () -> {
              try {
                Lab.eventually(() -> lab.log("a").size() + lab.log("b").size() == 10);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              run.close();
            });
    closer.start();
    assertThat(run.hasNext()).isFalse();
    closer.join();
  }
}
