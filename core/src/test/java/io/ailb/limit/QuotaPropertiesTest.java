package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.limit.QuotaSet.Reservation;
import io.ailb.model.LimitReading;
import io.ailb.model.LimitReading.Unit;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds of limits whatever happens to requests and in whatever order: their answers begin,
 * end, fail, never come; they were refused or never sent. {@code -Dailb.rounds=N} for N times as
 * many.
 */
class QuotaPropertiesTest {
  private static final int ROUNDS = Integer.getInteger("ailb.rounds", 1);
  private static final int THREADS = 8;
  private static final double MINUTE = 60;
  private static final long RPM = 120;
  private static final long TPM = 60_000;

  private final ManualTime time = new ManualTime();
  private SplittableRandom random = new SplittableRandom(0);

  /** What a provider counted. */
  private record Count(double at, long requests, long tokens) {}

  static Stream<Arguments> seeds() {
    return IntStream.range(0, 20 * ROUNDS).mapToObj(Arguments::of);
  }

  private double now() {
    return time.nanos() / 1e9;
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos(Math.max(1, Math.round(seconds * 1e9))));
  }

  /** The most that was counted in any stretch of {@code seconds}. */
  private static Count most(List<Count> counts, double seconds) {
    List<Count> sorted = new ArrayList<>(counts);
    sorted.sort(Comparator.comparingDouble(Count::at));
    long requests = 0;
    long tokens = 0;
    long mostRequests = 0;
    long mostTokens = 0;
    int first = 0;
    for (Count count : sorted) {
      requests += count.requests;
      tokens += count.tokens;
      for (; sorted.get(first).at <= count.at - seconds; first++) {
        requests -= sorted.get(first).requests;
        tokens -= sorted.get(first).tokens;
      }
      mostRequests = Math.max(mostRequests, requests);
      mostTokens = Math.max(mostTokens, tokens);
    }
    return new Count(0, mostRequests, mostTokens);
  }

  /** One request from its sending on: it reaches the provider within five seconds, or never. */
  private final class Journey {
    private final Reservation reservation;
    private final Demand demand;
    private final double arrives;
    private boolean begun;

    private Journey(Reservation reservation, Demand demand) {
      this.reservation = reservation;
      this.demand = demand;
      double way = random.nextInt(10) == 0 ? 5 * random.nextDouble() : 0.3 * random.nextDouble();
      this.arrives = random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : now() + way;
    }

    /** Does something that may happen to it now; returns whether that was the end of it. */
    private boolean step(List<Count> counts) {
      long input = demand.input();
      if (arrives == Double.POSITIVE_INFINITY) {
        reservation.refund(time.nanos());
        return true;
      }
      if (now() < arrives) {
        return false;
      }
      int what = random.nextInt(begun ? 4 : 6);
      if (what == 5) {
        begun = true;
        reservation.arrived(time.nanos());
        return false;
      }
      long output = what == 0 ? demand.output() : random.nextLong(demand.output() + 1);
      switch (what) {
        case 0, 1 -> reservation.answered(new Usage(input, output, 0, 0, 0), time.nanos());
        case 2 -> reservation.settle(new Usage(input, output, 0, 0, 0), time.nanos());
        case 3 -> {
          reservation.settle(Usage.NONE, time.nanos()); // broke off: nobody knows
          output = demand.output();
        }
        default -> {
          if (random.nextBoolean()) {
            reservation.refused(time.nanos());
          } else {
            reservation.rateLimited(time.nanos());
          }
          input = 0;
          output = 0;
        }
      }
      reservation.refund(time.nanos()); // a second ending
      counts.add(new Count(arrives, 1, input + output));
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsConfiguredIsNotPassedInAnyMinuteHoweverRequestsEnd(int seed) {
    random = new SplittableRandom(seed);
    QuotaSet quotas =
        new QuotaSet(
            new LimitSettings(RPM, null, TPM, null, null, null, true, Charge.ACTUAL, null, false),
            time,
            time.nanos());
    List<Count> counts = new ArrayList<>();
    List<Journey> underWay = new ArrayList<>();
    int sent = 0;
    int sure = 0;
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(3) > 0) {
        Demand demand = new Demand(random.nextLong(700), random.nextLong(600));
        boolean free = quotas.freeAt(demand, time.nanos()) == time.nanos();
        assertThat(quotas.fits(demand, time.nanos())).isEqualTo(free);
        if (quotas.surelyFits(demand.input() + demand.output())) {
          sure++;
          assertThat(hasRoom(quotas, demand)).isTrue();
        }
        Reservation reservation = quotas.reserve(demand, time.nanos());
        assertThat(reservation != null).isEqualTo(free);
        if (reservation != null) {
          underWay.add(new Journey(reservation, demand));
          sent++;
        }
      } else if (!underWay.isEmpty()) {
        int which = random.nextInt(underWay.size());
        if (underWay.get(which).step(counts)) {
          underWay.remove(which);
        }
      }
      // Now nothing for a while, now everything at once.
      pass(random.nextInt(200) == 0 ? 20 * random.nextDouble() : 0.1 * random.nextDouble());
    }
    assertThat(sent).isGreaterThan(1_000);
    assertThat(sure).isGreaterThan(100);
    assertThat(most(counts, MINUTE).requests).isLessThanOrEqualTo(RPM);
    assertThat(most(counts, MINUTE).tokens).isLessThanOrEqualTo(TPM);
  }

  /** By each limit itself. */
  private boolean hasRoom(QuotaSet quotas, Demand demand) {
    return quotas.room(time.nanos(), time.nanos()).entrySet().stream()
        .allMatch(
            limit -> limit.getValue() >= limit.getKey().unitsOf(demand.input(), demand.output()));
  }

  /** The same of threads that come at the same instants. */
  @Test
  void norByManyThreads() throws Exception {
    QuotaSet quotas = new QuotaSet(LimitSettings.requestsPerMinute(RPM), time, time.nanos());
    Queue<Count> counts = new ConcurrentLinkedQueue<>();
    Queue<Reservation> underWay = new ConcurrentLinkedQueue<>();
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    double from = now();
    for (int instant = 0; instant < 4_000 * ROUNDS; instant++) {
      List<Callable<Boolean>> callers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom own = random.split();
        callers.add(() -> goOn(quotas, own, counts, underWay));
      }
      for (Future<Boolean> caller : executor.invokeAll(callers)) {
        assertThat(caller.get()).isTrue();
      }
      pass(0.2 * random.nextDouble());
    }
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat((double) counts.size()).isGreaterThan(0.85 * RPM * (now() - from) / MINUTE);
    assertThat(most(List.copyOf(counts), MINUTE).requests).isLessThanOrEqualTo(RPM);
  }

  /** One of them sends what it can, and ends some of what was sent. */
  private boolean goOn(
      QuotaSet quotas, SplittableRandom own, Queue<Count> counts, Queue<Reservation> underWay) {
    long now = time.nanos();
    for (int i = 0; i < 3; i++) {
      Reservation reservation = quotas.reserve(Demand.NO_TOKENS, now);
      if (reservation != null && own.nextInt(4) == 0) {
        reservation.refund(now);
      } else if (reservation != null) {
        counts.add(new Count(now(), 1, 0));
        reservation.arrived(now);
        underWay.add(reservation);
      }
      Reservation other = own.nextBoolean() ? underWay.poll() : null;
      if (other != null) {
        other.settle(Usage.NONE, now);
        other.refund(now);
      }
    }
    return true;
  }

  /** How a provider counts. */
  private interface Provider {
    /** Counts one that fits. */
    boolean takes(double now);

    /** Requests that are left. */
    double left(double now);

    /** Seconds until all are there again. */
    double reset(double now);
  }

  private static final class Bucket implements Provider {
    private final double size;
    private double content;
    private double at;

    private Bucket(double size, double now) {
      this.size = size;
      this.content = size;
      this.at = now;
    }

    @Override
    public boolean takes(double now) {
      content = left(now);
      at = now;
      boolean fits = content >= 1;
      content -= fits ? 1 : 0;
      return fits;
    }

    @Override
    public double left(double now) {
      return Math.min(size, content + RPM / MINUTE * (now - at));
    }

    @Override
    public double reset(double now) {
      return (size - left(now)) / (RPM / MINUTE);
    }
  }

  private static final class Fixed implements Provider {
    private final double phase;
    private long window = Long.MIN_VALUE;
    private long count;

    private Fixed(double phase) {
      this.phase = phase;
    }

    private long window(double now) {
      return (long) Math.floor((now - phase) / MINUTE);
    }

    @Override
    public boolean takes(double now) {
      count = (long) (RPM - left(now));
      window = window(now);
      boolean fits = count < RPM;
      count += fits ? 1 : 0;
      return fits;
    }

    @Override
    public double left(double now) {
      return window(now) == window ? RPM - count : RPM;
    }

    @Override
    public double reset(double now) {
      return (window(now) + 1) * MINUTE + phase - now;
    }
  }

  private record Arrival(double at, int number, Reservation reservation, boolean answer) {}

  private static final class Tally {
    private int taken;
    private int refused;
    private final List<Count> counts = new ArrayList<>();
  }

  /** As much as can be sent, for some minutes; what waits says so, as the queue does. */
  private Tally press(Provider provider, boolean announces, double minutes) {
    QuotaSet quotas =
        new QuotaSet(LimitSettings.requestsPerMinute(RPM).learned(), time, time.nanos());
    PriorityQueue<Arrival> due =
        new PriorityQueue<>(
            Comparator.comparingDouble(Arrival::at).thenComparingInt(Arrival::number));
    Tally tally = new Tally();
    double end = now() + minutes * MINUTE;
    int number = 0;
    double last = now();
    while (now() < end) {
      boolean free = quotas.freeAt(Demand.NO_TOKENS, time.nanos()) <= time.nanos();
      assertThat(quotas.fits(Demand.NO_TOKENS, time.nanos())).isEqualTo(free);
      Reservation next = quotas.reserve(Demand.NO_TOKENS, time.nanos());
      while (next != null) {
        last = Math.max(last, now() + 0.05 + 0.05 * random.nextDouble()); // one connection
        due.add(new Arrival(last, number++, next, false));
        next = quotas.reserve(Demand.NO_TOKENS, time.nanos());
      }
      quotas.explore(Demand.NO_TOKENS, time.nanos());
      double until = now() + 0.05;
      while (!due.isEmpty() && due.peek().at <= until) {
        Arrival arrival = due.remove();
        pass(arrival.at - now());
        if (arrival.answer) {
          arrival.reservation.answered(new Usage(1, 1, 0, 0, 0), time.nanos());
          continue;
        }
        boolean takes = provider.takes(now());
        if (announces) {
          Duration reset = Duration.ofMillis((long) Math.ceil(1_000 * provider.reset(now())));
          arrival.reservation.heard(
              List.of(new LimitReading(Unit.REQUESTS, RPM, (long) provider.left(now()), reset)),
              false,
              time.nanos());
        }
        if (takes) {
          tally.taken++;
          tally.counts.add(new Count(now(), 1, 0));
          double answered = now() + 1 + 4 * random.nextDouble();
          due.add(new Arrival(answered, number++, arrival.reservation, true));
        } else {
          tally.refused++;
          arrival.reservation.rateLimited(time.nanos());
          pass(0.5); // as Pauses do, at the least
        }
      }
      pass(Math.max(1e-9, until - now()));
    }
    return tally;
  }

  private Provider provider(String kind) {
    return switch (kind) {
      case "bucket" -> new Bucket(RPM, now());
      case "ten seconds" -> new Bucket(RPM / 6.0, now());
      default -> new Fixed(now() + MINUTE * random.nextDouble());
    };
  }

  private static Stream<Arguments> kinds(String... kinds) {
    return IntStream.range(0, 5 * ROUNDS)
        .boxed()
        .flatMap(seed -> Stream.of(kinds).map(kind -> Arguments.of(kind, seed)));
  }

  static Stream<Arguments> providers() {
    return kinds("bucket", "fixed minutes", "ten seconds");
  }

  /** What those say of a minute who count by ten seconds helps nobody. */
  static Stream<Arguments> providersByTheMinute() {
    return kinds("bucket", "fixed minutes");
  }

  @ParameterizedTest
  @MethodSource("providersByTheMinute")
  void whoAnnouncesWhatIsLeftHardlyEverHasToRefuse(String kind, int seed) {
    random = new SplittableRandom(seed);
    Tally tally = press(provider(kind), true, 10);
    assertThat(tally.taken).isGreaterThan((int) (0.85 * 10 * RPM));
    assertThat(tally.refused).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whoAnnouncesNothingIsTriedOutNowAndThen(String kind, int seed) {
    random = new SplittableRandom(seed);
    Tally tally = press(provider(kind), false, 20);
    assertThat(tally.taken).isGreaterThan((int) (0.85 * 20 * RPM));
    // All the time somebody waits, and nobody else is there: each try for more ends in a few
    // refusals.
    assertThat((double) tally.refused).isLessThan(0.1 * tally.taken);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whereNobodyEverRefusesNoMoreIsUsedInTheLongRunThanTheLimit(int seed) {
    random = new SplittableRandom(seed);
    Provider boundless =
        new Provider() {
          @Override
          public boolean takes(double now) {
            return true;
          }

          @Override
          public double left(double now) {
            return RPM;
          }

          @Override
          public double reset(double now) {
            return 0;
          }
        };
    Tally tally = press(boundless, false, 30);
    for (int minutes = 1; minutes <= 30; minutes++) {
      long most = most(tally.counts, minutes * MINUTE).requests;
      assertThat(most).isLessThanOrEqualTo(RPM * (minutes + 1) + 1);
    }
    assertThat(tally.taken).isGreaterThan((int) (29 * RPM));
  }
}
