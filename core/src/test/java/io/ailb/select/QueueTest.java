package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.ModelMap;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Outcome;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who goes first, who is let in, who has to go. */
class QueueTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ManualTime time = new ManualTime();
  private final Accounts accounts = new Accounts(time, time);

  private static MemberSettings member(String name, int tier, Long rpm, Integer concurrency) {
    return limited(
        name,
        tier,
        new LimitSettings(rpm, null, null, null, null, null, true, Charge.ACTUAL, null, false),
        concurrency);
  }

  private static MemberSettings tokens(String name, long tpm, Charge charge) {
    return limited(
        name,
        1,
        new LimitSettings(null, null, tpm, null, null, null, true, charge, null, false),
        null);
  }

  private static MemberSettings limited(
      String name, int tier, LimitSettings limits, Integer concurrency) {
    Endpoint endpoint =
        new Endpoint(
            "p",
            name,
            Provider.OPENAI,
            URI.create("https://h"),
            ApiKey.of(Secret.of("key-" + name)),
            Secret.of("key-" + name).fingerprint(),
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            1,
            tier,
            Price.UNKNOWN,
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    return new MemberSettings(endpoint, limits, concurrency, true, null);
  }

  private Pool pool(MemberSettings... members) {
    PoolSettings settings =
        new PoolSettings(
            "p",
            List.of(members),
            Routing.by(Strategy.ORDERED),
            BreakerSettings.DEFAULTS,
            CooldownSettings.DEFAULTS,
            new QueueSettings(LONG, 500),
            true);
    return Pool.of(settings, null, accounts, time, time, () -> 0);
  }

  /** One call at a time. */
  private Pool narrow() {
    return pool(member("a", 1, null, 1));
  }

  private Request request(String model, Priority priority, Duration patience) {
    return request(model, priority, patience, new Demand(10, 1_000));
  }

  private Request request(String model, Priority priority, Duration patience, Demand demand) {
    Origin origin = new Origin("https", "h", 443);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, model, false, false, -1, 1, 40, 0);
    long now = time.nanos();
    long deadline = patience == null ? Obstacle.UNKNOWN : now + patience.toNanos();
    return new Request(call, demand, Set.of()).by(new Urgency(priority, now, deadline, true));
  }

  private Request interactive() {
    return request("m", Priority.INTERACTIVE, null);
  }

  private Request batch() {
    return request("m", Priority.BATCH, null);
  }

  private Queue.Ticket enter(Pool pool, Request request) {
    long end = Math.min(request.urgency().deadline(), time.nanos() + LONG.toNanos());
    Queue.Ticket ticket = pool.queue().enter(request, new Tried(2), end, Obstacle.NEVER);
    time.settle();
    return ticket;
  }

  private Queue.Ticket wait(Pool pool, Duration patience) {
    return enter(pool, request("m", Priority.INTERACTIVE, patience));
  }

  private Lease reserve(Pool pool, Request request) {
    return pool.reserve(request, new Tried(2), false, time.nanos());
  }

  /** What it holds ends, and what that makes free is offered. */
  private void end(Lease lease, Duration took) {
    Usage usage = new Usage(10, 60, 0, 0, 0);
    lease.settle(new Outcome.Answered(usage, took.toNanos(), took.toNanos()), time.nanos());
    time.settle();
  }

  private void end(Lease lease) {
    end(lease, Duration.ofNanos(1));
  }

  /** An answer of a hundred usual ones took so long: that is what is expected from now on. */
  private void usual(Pool pool, Duration latency) {
    for (int i = 0; i < 100; i++) {
      end(reserve(pool, interactive()), latency);
    }
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  // Priority

  @Test
  void interactiveRequestsComeBeforeThoseInBatchThatCameEarlier() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Queue.Ticket batch = enter(pool, batch());
    pass(1);
    Queue.Ticket first = enter(pool, interactive());
    pass(1);
    Queue.Ticket second = enter(pool, interactive());
    for (Queue.Ticket next : List.of(first, second, batch)) {
      assertThat(next.ready()).isNotDone();
      end(running);
      running = next.take();
      assertThat(running).isNotNull();
    }
    end(running);
    assertThat(pool.member("a").inFlight()).isZero();
  }

  @Test
  void aBatchThatComesTakesNothingThatAnInteractiveRequestWaitsFor() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Queue.Ticket waits = enter(pool, request("other", Priority.INTERACTIVE, null));
    running.settle(new Outcome.Answered(Usage.NONE, 1, 1), time.nanos());
    assertThat(pool.queue().isAhead(batch())).isFalse();
    assertThat(reserve(pool, batch())).isNull();
    time.settle();
    assertThat(waits.take()).isNotNull();
  }

  @Test
  void aBatchStandsBehindInteractiveRequestsOfItsKind() {
    Pool pool = narrow();
    reserve(pool, interactive());
    enter(pool, interactive());
    assertThat(pool.queue().isAhead(batch())).isTrue();
    assertThat(pool.queue().isAhead(interactive())).isTrue();
  }

  @Test
  void anInteractiveRequestThatComesMayTakeWhatABatchWaitsFor() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Queue.Ticket batch = enter(pool, batch());
    running.settle(new Outcome.Answered(Usage.NONE, 1, 1), time.nanos());
    assertThat(pool.queue().isAhead(interactive())).isFalse();
    Lease overtakes = reserve(pool, interactive());
    assertThat(overtakes).isNotNull();
    time.settle();
    assertThat(batch.ready()).isNotDone();
    end(overtakes);
    assertThat(batch.take()).isNotNull();
  }

  @Test
  void ofTwentyPlacesThatBothWaitForOneIsForABatch() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    List<Queue.Ticket> batch = new ArrayList<>();
    List<Queue.Ticket> interactive = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      batch.add(enter(pool, batch()));
    }
    for (int i = 0; i < 60; i++) {
      interactive.add(enter(pool, interactive()));
    }
    StringBuilder served = new StringBuilder();
    for (int i = 0; i < 65; i++) {
      end(running);
      running = null;
      for (List<Queue.Ticket> who : List.of(batch, interactive)) {
        if (!who.isEmpty() && who.get(0).ready().isDone()) {
          running = who.remove(0).take();
          served.append(who == batch ? 'b' : 'i');
        }
      }
      assertThat(running).isNotNull();
    }
    String nineteen = "i".repeat(19);
    assertThat(served).hasToString(nineteen + 'b' + nineteen + 'b' + nineteen + 'b' + "iii" + "bb");
  }

  @Test
  void whoComesAndNeverWaitsDoesNotStarveABatchEither() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Queue.Ticket batch = enter(pool, batch());
    int overtook = 0;
    while (running != null) {
      running.settle(new Outcome.Answered(Usage.NONE, 1, 1), time.nanos());
      running = reserve(pool, interactive()); // quicker than the offer to those who wait
      overtook += running == null ? 0 : 1;
      time.settle();
    }
    assertThat(overtook).isEqualTo(19);
    assertThat(batch.take()).isNotNull();
  }

  @Test
  void aBatchThatHasItsTurnKeepsItUntilThereIsAPlace() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Queue.Ticket batch = enter(pool, batch());
    for (int i = 0; i < 19; i++) {
      running.settle(new Outcome.Answered(Usage.NONE, 1, 1), time.nanos());
      running = reserve(pool, interactive());
      time.settle();
    }
    Queue.Ticket interactive = enter(pool, interactive());
    end(running);
    assertThat(interactive.ready()).isNotDone();
    running = batch.take();
    assertThat(running).isNotNull();
    end(running);
    assertThat(interactive.take()).isNotNull();
  }

  // Order

  @Test
  void whoComesBackAfterARateLimitStandsWhereItStood() {
    Pool pool = narrow();
    Request early = interactive();
    Lease running = reserve(pool, early);
    pass(1);
    Queue.Ticket late = enter(pool, interactive());
    ErrorInfo error = new ErrorInfo(ErrorClass.RATE_LIMIT, 429, "m", null, null, null);
    running.settle(new Outcome.Failed(error, true, Usage.NOTHING, 1), time.nanos());
    Queue.Ticket back = enter(pool, early);
    pass(1);
    running = back.take();
    assertThat(running).isNotNull();
    assertThat(late.ready()).isNotDone();
    end(running);
    assertThat(late.take()).isNotNull();
  }

  @Test
  void theYoungestComesFirstOnceTheOldestHasWaitedForHalfItsTime() {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Queue.Ticket first = wait(pool, seconds(20));
    pass(4);
    Queue.Ticket second = wait(pool, seconds(20));
    pass(4);
    Queue.Ticket third = wait(pool, seconds(20));
    pass(1.9);
    end(running);
    running = first.take(); // after 9.9 s
    assertThat(running).isNotNull();
    pass(4.2); // the second has waited for 10.1
    end(running);
    assertThat(second.ready()).isNotDone();
    running = third.take();
    assertThat(running).isNotNull();
    end(running);
    assertThat(second.take()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchAndWhoSaysNoDeadlineStayInOrderOfArrival(boolean inBatch) {
    Pool pool = narrow();
    Lease running = reserve(pool, interactive());
    Priority priority = inBatch ? Priority.BATCH : Priority.INTERACTIVE;
    Duration patience = inBatch ? seconds(20) : null;
    Queue.Ticket first = enter(pool, request("m", priority, patience));
    pass(11);
    Queue.Ticket second = enter(pool, request("m", priority, patience));
    end(running);
    assertThat(second.ready()).isNotDone();
    assertThat(first.take()).isNotNull();
  }

  @Test
  void lanesTakeTurnsByTheAgeOfTheirOldestAlsoWhereTheirYoungestIsServed() {
    Pool pool = pool(member("a", 1, null, 2));
    List<Lease> running = List.of(reserve(pool, interactive()), reserve(pool, interactive()));
    Queue.Ticket oldest = wait(pool, seconds(20));
    pass(5);
    Queue.Ticket other = enter(pool, request("other", Priority.INTERACTIVE, seconds(60)));
    pass(5);
    Queue.Ticket youngest = wait(pool, seconds(20));
    running.forEach(lease -> lease.settle(new Outcome.Answered(Usage.NONE, 1, 1), time.nanos()));
    time.settle();
    assertThat(youngest.take()).isNotNull();
    assertThat(other.take()).isNotNull();
    assertThat(oldest.ready()).isNotDone();
  }

  // Admission

  @Test
  void whoCannotBeServedInItsTimeIsNotLetInAndToldWhenItWillBe() {
    Pool pool = pool(member("a", 1, 60L, null));
    for (int i = 0; i < 60; i++) {
      end(reserve(pool, interactive()));
      pass(1);
    }
    for (int i = 0; i < 40; i++) {
      assertThat(enter(pool, interactive())).isNotNull();
    }
    Request hasty = request("m", Priority.INTERACTIVE, seconds(20));
    assertThat(enter(pool, hasty)).isNull();
    Queue.Closed closed =
        pool.queue().closed(hasty, new Tried(2), time.nanos() + seconds(20).toNanos());
    assertThat(closed.full()).isFalse();
    assertThat(closed.waiting()).isBetween(39, 40);
    Duration opens = Duration.ofNanos(closed.opens() - time.nanos());
    assertThat(opens).isBetween(seconds(18), seconds(24));
    time.pass(opens.minusSeconds(3));
    assertThat(wait(pool, seconds(20))).as("before that").isNull();
    time.pass(seconds(3));
    Queue.Ticket again = wait(pool, seconds(20));
    assertThat(again).isNotNull();
    pass(19.9);
    assertThat(again.take()).as("what was promised is kept").isNotNull();
  }

  @Test
  void nobodyIsTurnedAwayWhoseMinuteIsOverInTime() {
    Pool pool = pool(member("a", 1, 100L, null));
    for (int i = 0; i < 100; i++) {
      end(reserve(pool, interactive()));
    }
    pass(55);
    // By the average of a limit there were room for a sixth of these; but it comes back at once.
    List<Queue.Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tickets.add(wait(pool, seconds(10)));
    }
    assertThat(wait(pool, seconds(10))).isNull();
    pass(6);
    for (Queue.Ticket ticket : tickets) {
      assertThat(ticket.take()).isNotNull();
    }
  }

  @Test
  void theTimeOfAnAnswerCountsToo() {
    Pool pool = pool(member("a", 1, 600L, null));
    usual(pool, seconds(10));
    for (int i = 0; i < 500; i++) {
      end(reserve(pool, interactive()), seconds(10));
    }
    pass(55); // places come in 6 s
    assertThat(wait(pool, seconds(15))).as("it may try its luck").isNotNull();
    assertThat(wait(pool, seconds(15))).as("6 s and 12 are too many").isNull();
    assertThat(wait(pool, seconds(19))).isNotNull();
  }

  /** Whose time is shorter than a usual answer hopes for a short one, as long as there is time. */
  @Test
  void whoNeverHadTheTimeForAnAnswerMayWaitUntilItsEnd() {
    Pool pool = pool(member("a", 1, 600L, null));
    usual(pool, seconds(10));
    for (int i = 0; i < 500; i++) {
      end(reserve(pool, interactive()), seconds(10));
    }
    pass(55); // places come in 6 s
    assertThat(wait(pool, seconds(15))).as("it may try its luck").isNotNull();
    assertThat(wait(pool, seconds(5))).as("they come after its end").isNull();
    Queue.Ticket hasty = wait(pool, seconds(11.9));
    assertThat(hasty).as("less than 1.2 answers: there is nothing to keep free").isNotNull();
    assertThat(wait(pool, seconds(12.1))).as("more than that: it needs its place at once").isNull();
    pass(6.5);
    assertThat(hasty.take()).isNotNull();
  }

  /** It is told when it would be let in, counted by what it has, not by what it lacks. */
  @Test
  void whoNeverHadTheTimeIsToldWhenItsOwnIsEnough() {
    Pool pool = pool(member("a", 1, 600L, null));
    usual(pool, seconds(10));
    for (int i = 0; i < 500; i++) {
      end(reserve(pool, interactive()), seconds(10));
    }
    pass(55);
    wait(pool, seconds(15));
    Request hasty = request("m", Priority.INTERACTIVE, seconds(4));
    Queue.Closed closed =
        pool.queue().closed(hasty, new Tried(2), time.nanos() + seconds(4).toNanos());
    assertThat(closed.full()).isFalse();
    assertThat(Duration.ofNanos(closed.opens() - time.nanos())).isBetween(seconds(1), seconds(2.5));
  }

  private Request of(Duration patience, long input, long output) {
    return request("m", Priority.INTERACTIVE, patience, new Demand(input, output));
  }

  /** All of its minute is used, and comes back all at once in 20 s. */
  private Pool usedUpUntil20(MemberSettings... members) {
    Pool pool = pool(members);
    Lease lease = reserve(pool, of(null, 1_000, 0));
    while (lease != null) {
      lease.settle(new Outcome.Answered(new Usage(1_000, 0, 0, 0, 0), 1, 1), time.nanos());
      lease = reserve(pool, of(null, 1_000, 0));
    }
    pass(41);
    return pool;
  }

  @Test
  void tokensOfThoseBeforeItCountAsMuchAsTheirNumber() {
    Pool pool = usedUpUntil20(tokens("a", 10_000, Charge.MAX_TOKENS));
    assertThat(enter(pool, of(seconds(60), 0, 3_000))).isNotNull();
    assertThat(enter(pool, of(seconds(60), 0, 6_000))).isNotNull();
    Request large = of(seconds(30), 0, 2_000);
    assertThat(enter(pool, large)).as("11,000 tokens with it").isNull();
    Queue.Closed closed =
        pool.queue().closed(large, new Tried(2), time.nanos() + seconds(30).toNanos());
    assertThat(closed.waiting()).isEqualTo(2);
    assertThat(closed.full()).isFalse();
    // A second minute has room for it in 80 s, of which it would wait 30.
    assertThat(Duration.ofNanos(closed.opens() - time.nanos())).isBetween(seconds(48), seconds(51));
    Queue.Ticket small = enter(pool, of(seconds(30), 0, 1_000));
    assertThat(small).as("10,000").isNotNull();
    pass(21);
    assertThat(small.take()).isNotNull();
  }

  @Test
  void whatAnswersMayTurnOutNotToUseTurnsNobodyAway() {
    Pool pool = usedUpUntil20(tokens("a", 10_000, Charge.ACTUAL));
    for (int i = 0; i < 40; i++) {
      assertThat(enter(pool, of(seconds(30), 500, 4_000))).isNotNull();
    }
    // Inputs alone, even if they are half of what they are taken for, are too much.
    assertThat(enter(pool, of(seconds(30), 500, 4_000))).isNull();
  }

  @Test
  void whoIsLargerThanAWholeLimitIsLetThroughAloneAndIsNotCounted() {
    Pool pool = usedUpUntil20(tokens("a", 10_000, Charge.MAX_TOKENS));
    assertThat(enter(pool, of(seconds(30), 1_000, 50_000))).isNotNull();
    assertThat(enter(pool, of(seconds(90), 1_000, 1_000))).isNotNull();
  }

  @Test
  void largeRequestsMayFindTheirPlacesWhereOnlyTheirNumberIsLimited() {
    Pool pool = usedUpUntil20(tokens("a", 10_000, Charge.MAX_TOKENS), member("b", 1, 2L, null));
    for (int i = 0; i < 2; i++) {
      assertThat(enter(pool, of(seconds(30), 0, 9_000))).isNotNull();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(enter(pool, of(seconds(30), 0, 1_000))).isNotNull();
    }
    assertThat(enter(pool, of(seconds(30), 0, 1_000))).as("2 and 10 of the smallest").isNull();
  }

  @Test
  void withoutALimitOrADeadlineNobodyIsTurnedAway() {
    Pool unlimited = pool(member("a", 1, 60L, 1), member("b", 1, null, 1));
    reserve(unlimited, interactive());
    reserve(unlimited, interactive());
    for (int i = 0; i < 200; i++) {
      assertThat(wait(unlimited, seconds(1))).isNotNull();
    }
    Pool limited = pool(member("c", 1, 1L, null));
    end(reserve(limited, interactive()));
    for (int i = 0; i < 200; i++) {
      Request endless = batch();
      assertThat(limited.queue().enter(endless, new Tried(2), Obstacle.UNKNOWN, Obstacle.NEVER))
          .isNotNull();
    }
  }

  @Test
  void aFullQueueSaysSo() {
    Pool pool = narrow();
    reserve(pool, interactive());
    for (int i = 0; i < 500; i++) {
      enter(pool, interactive());
    }
    Request more = interactive();
    assertThat(enter(pool, more)).isNull();
    Queue.Closed closed = pool.queue().closed(more, new Tried(2), Obstacle.UNKNOWN);
    assertThat(closed).isEqualTo(new Queue.Closed(500, true, time.nanos()));
  }

  // Shedding

  @Test
  void whoHasNoTimeLeftForAnAnswerGoesWhereAnotherCanHaveThePlace() {
    Pool pool = narrow();
    usual(pool, seconds(4));
    Lease running = reserve(pool, interactive());
    Queue.Ticket old = wait(pool, seconds(20));
    pass(15);
    Queue.Ticket young = wait(pool, seconds(20));
    pass(0.5); // 4.5 s are left, 1.2 answers take 4.8
    pool.freed();
    time.settle();
    assertThat(old.ready()).isDone();
    assertThat(old.take()).isNull();
    assertThat(old.wasShed()).isTrue();
    end(running, seconds(4));
    assertThat(young.take()).isNotNull();
    assertThat(young.wasShed()).isFalse();
  }

  @Test
  void whoIsAloneStaysUntilTheEnd() {
    Pool pool = narrow();
    usual(pool, seconds(4));
    Lease running = reserve(pool, interactive());
    Queue.Ticket old = wait(pool, seconds(20));
    pass(19);
    end(running, seconds(4));
    assertThat(old.take()).isNotNull();
  }

  @Test
  void whereNobodyHasTheTimeNobodyGoes() {
    Pool pool = narrow();
    usual(pool, seconds(4));
    Lease running = reserve(pool, interactive());
    Queue.Ticket old = wait(pool, seconds(20));
    Queue.Ticket older = wait(pool, seconds(20));
    pass(16);
    pool.freed();
    time.settle();
    assertThat(old.ready()).isNotDone();
    assertThat(older.ready()).isNotDone();
    end(running, seconds(4));
  }

  @Test
  void whoHadNoTimeFromTheBeginningIsNotBlamedForWaiting() {
    Pool pool = narrow();
    usual(pool, seconds(4));
    Lease running = reserve(pool, interactive());
    Queue.Ticket hasty = wait(pool, seconds(4));
    pass(3);
    wait(pool, seconds(20));
    pool.freed();
    time.settle();
    assertThat(hasty.ready()).isNotDone();
    end(running, seconds(4));
  }

  @Test
  void inABatchThePlaceGoesToOneWhoHasTimeForASlowAnswer() {
    Pool pool = narrow();
    usual(pool, seconds(4));
    Lease running = reserve(pool, interactive());
    Queue.Ticket old = enter(pool, request("m", Priority.BATCH, seconds(20)));
    pass(9.9);
    Queue.Ticket young = enter(pool, request("m", Priority.BATCH, seconds(20)));
    pool.freed();
    time.settle();
    assertThat(old.ready()).isNotDone();
    pass(0.2); // less than 2.5 answers
    end(running, seconds(4));
    assertThat(old.wasShed()).isTrue();
    assertThat(young.take()).isNotNull();
  }

  @Test
  void aSlowAnswerIsTwoAndAHalfTimesTheUsual() {
    Pool pool = narrow();
    usual(pool, seconds(4));
    Lease running = reserve(pool, interactive());
    Queue.Ticket old = enter(pool, request("m", Priority.BATCH, seconds(24)));
    pass(12.1); // more than half; 11.9 are left
    enter(pool, request("m", Priority.BATCH, seconds(24)));
    pool.freed();
    time.settle();
    assertThat(old.ready()).isNotDone();
    pass(1.7); // 10.2 are left
    pool.freed();
    time.settle();
    assertThat(old.ready()).isNotDone();
    pass(0.3);
    pool.freed();
    time.settle();
    assertThat(old.wasShed()).isTrue();
    end(running, seconds(4));
  }

  // Patience

  private void refuse(Lease lease, Duration retryAfter) {
    ErrorInfo error = new ErrorInfo(ErrorClass.RATE_LIMIT, 429, "m", null, retryAfter, null);
    lease.settle(new Outcome.Failed(error, true, Usage.NOTHING, 1), time.nanos());
  }

  @Test
  void aTierThatSaysWhenItIsBackIsWaitedForIfThatIsSoon() {
    Pool pool = pool(member("a", 1, null, null), member("b", 2, null, null));
    refuse(reserve(pool, interactive()), seconds(3));
    assertThat(reserve(pool, interactive())).isNull();
    Queue.Ticket waits = enter(pool, interactive());
    assertThat(waits.ready()).isNotDone();
    assertThat(time.pending()).as("it is woken when that is over, and not before").hasSize(1);
    pass(3.01);
    assertThat(waits.take().endpoint().name()).isEqualTo("a");
  }

  @Test
  void aTierThatIsAwayForLongerIsNotWaitedFor() {
    Pool pool = pool(member("a", 1, null, null), member("b", 2, null, null));
    refuse(reserve(pool, interactive()), seconds(4));
    assertThat(reserve(pool, interactive()).endpoint().name()).isEqualTo("b");
    pass(1.1);
    assertThat(reserve(pool, interactive())).isNull();
  }

  @Test
  void norOneThatDidNotSayWhenItIsBackOrIsMerelyFull() {
    Pool silent = pool(member("a", 1, null, null), member("b", 2, null, null));
    refuse(reserve(silent, interactive()), null);
    assertThat(reserve(silent, interactive()).endpoint().name()).isEqualTo("b");
    Pool full = pool(member("c", 1, 1L, null), member("d", 2, null, null));
    end(reserve(full, interactive()));
    pass(59);
    assertThat(reserve(full, interactive()).endpoint().name()).isEqualTo("d");
  }

  @Test
  void norByWhoWouldBeGoneByThen() {
    Pool pool = pool(member("a", 1, null, null), member("b", 2, null, null));
    refuse(reserve(pool, interactive()), seconds(3));
    Request hasty = request("m", Priority.INTERACTIVE, seconds(2));
    assertThat(reserve(pool, hasty).endpoint().name()).isEqualTo("b");
  }

  @Test
  void patienceIsForAllWaitsTogether() {
    Pool pool = pool(member("a", 1, null, null), member("b", 2, null, null));
    Tried tried = new Tried(2);
    refuse(reserve(pool, interactive()), seconds(2));
    tried.waits(time.nanos());
    Queue.Ticket waits =
        pool.queue().enter(interactive(), tried, time.nanos() + LONG.toNanos(), Obstacle.NEVER);
    pass(2.1);
    tried.hasWaited(time.nanos());
    refuse(waits.take(), seconds(2));
    Lease lease = pool.reserve(interactive(), tried, false, time.nanos());
    assertThat(lease.endpoint().name()).isEqualTo("b");
  }

  @Test
  void aTierThatFailsMeanwhileIsLeft() {
    Pool pool = pool(member("a", 1, null, null), member("b", 2, null, null));
    Lease another = reserve(pool, interactive());
    refuse(reserve(pool, interactive()), seconds(2));
    Queue.Ticket waits = enter(pool, interactive());
    pass(1);
    assertThat(waits.ready()).isNotDone();
    refuse(another, seconds(60));
    time.settle();
    assertThat(waits.take().endpoint().name()).isEqualTo("b");
  }
}
