package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that slows down from so many calls at once on, as in the scenarios. */
class AdaptiveConcurrencyTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AdaptiveConcurrency concurrency = new AdaptiveConcurrency();
  private final Machine machine = new Machine();

  /** Its calls, in virtual time. */
  private final class Machine {
    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityQueue<Call> calls =
        new PriorityQueue<>(Comparator.comparingDouble(Call::end));
    private double now;
    private double knee = Double.POSITIVE_INFINITY;
    private double slowness = 1;

    private record Call(double end, double seconds, int tokens) {}

    /** Lets {@code callers} ask again and again, until so many answers have come. */
    private List<Integer> serve(int answers, int callers) {
      List<Integer> limits = new ArrayList<>();
      int waiting = callers - calls.size();
      for (int i = 0; i < answers; i++) {
        while (waiting > 0 && concurrency.enter()) {
          waiting--;
          begin();
        }
        Call call = calls.remove();
        now = call.end;
        concurrency.answered((long) (call.seconds * SECOND), call.tokens);
        concurrency.leave();
        waiting++;
        limits.add(concurrency.limit());
      }
      return limits;
    }

    private void begin() {
      double load = Math.max(1, concurrency.underWay() / knee) * slowness;
      int tokens = (int) (250 * Math.exp(0.6 * random.nextGaussian()));
      double head = 0.4 * Math.exp(0.3 * random.nextGaussian());
      double seconds = (head + 0.02 * tokens) * load;
      calls.add(new Call(now + seconds, seconds, tokens));
    }
  }

  @Test
  void beginsWithTwenty() {
    assertThat(concurrency.limit()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      assertThat(concurrency.enter()).isTrue();
    }
    assertThat(concurrency.isFull()).isTrue();
    assertThat(concurrency.enter()).isFalse();
    concurrency.leave();
    assertThat(concurrency.isFull()).isFalse();
    assertThat(concurrency.enter()).isTrue();
    assertThat(concurrency.underWay()).isEqualTo(20);
  }

  @Test
  void anAnswerInTimeAddsATenthOfTheRoot() {
    for (int i = 0; i < 12; i++) {
      concurrency.enter();
    }
    concurrency.answered(2 * SECOND, 160);
    concurrency.answered(2 * SECOND, 160);
    assertThat(concurrency.limit()).isEqualTo(20);
    concurrency.answered(2 * SECOND, 160); // 20 + 3 x 0.1 x 4.5
    assertThat(concurrency.limit()).isEqualTo(21);
  }

  @Test
  void aLateOneTakesATwentiethAway() {
    for (int i = 0; i < 20; i++) {
      concurrency.enter();
    }
    concurrency.answered(2 * SECOND, 160);
    for (int i = 0; i < 4; i++) {
      concurrency.answered(8 * SECOND, 160);
    }
    assertThat(concurrency.limit()).isEqualTo(18); // 0.95 and a tenth of the root each
  }

  @Test
  void whoUsesLessThanHalfOfItLearnsNothingOfIt() {
    for (int i = 0; i < 9; i++) {
      concurrency.enter();
    }
    for (int i = 0; i < 100; i++) {
      concurrency.answered(2 * SECOND, 160);
    }
    assertThat(concurrency.limit()).isEqualTo(20);
  }

  @Test
  void staysBetweenTwoAndAThousand() {
    machine.serve(5_000, 3_000);
    assertThat(concurrency.limit()).isEqualTo(1_000);
    AdaptiveConcurrency sick = new AdaptiveConcurrency();
    for (int i = 0; i < 20; i++) {
      sick.enter();
    }
    sick.answered(SECOND, 160);
    for (int i = 0; i < 200; i++) {
      sick.answered((i + 2) * SECOND, 160);
    }
    assertThat(sick.limit()).isBetween(2, 4); // below that its root is all that it loses
  }

  @Test
  void noiseOfMillisecondsIsNoLoad() {
    for (int i = 0; i < 20; i++) {
      concurrency.enter();
    }
    for (int i = 0; i < 50; i++) {
      concurrency.answered((1 + i % 20) * SECOND / 1_000, 5); // noise, not load
    }
    assertThat(concurrency.limit()).isGreaterThan(35);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 200, 500})
  void settlesALittleAboveTheKnee(int knee) {
    machine.knee = knee;
    machine.serve(10_000, 2_000);
    List<Integer> later = machine.serve(20_000, 2_000);
    assertThat(later).allMatch(limit -> limit >= 0.9 * knee && limit <= 2.2 * knee);
  }

  @Test
  void aSmallKneeKeepsAboutAsMuchAsItBeginsWith() {
    machine.knee = 5;
    machine.serve(10_000, 1_000);
    assertThat(machine.serve(20_000, 1_000)).allMatch(limit -> limit >= 5 && limit <= 26);
  }

  @Test
  void itsThroughputIsThatOfTheKnee() {
    machine.knee = 50;
    machine.serve(5_000, 1_000);
    double from = machine.now;
    machine.serve(10_000, 1_000);
    double perSecond = 10_000 / (machine.now - from);
    assertThat(perSecond).isGreaterThan(0.95 * 50 / (0.42 + 0.02 * 300));
  }

  @Test
  void growsWhenTheServerDoes() {
    machine.knee = 50;
    machine.serve(10_000, 2_000);
    machine.knee = 200;
    assertThat(machine.serve(10_000, 2_000).get(9_999)).isGreaterThan(180);
  }

  @Test
  void staysWhereItIsWhenTheServerGetsFaster() {
    machine.knee = 50;
    machine.serve(10_000, 1_000);
    machine.slowness = 0.3;
    List<Integer> later = machine.serve(20_000, 1_000);
    assertThat(later.subList(10_000, 20_000)).allMatch(limit -> limit >= 45 && limit <= 160);
  }

  @Test
  void aServerThatGetsSlowerIsNotLeftWithTwo() {
    machine.knee = 50;
    machine.serve(10_000, 1_000);
    machine.slowness = 3;
    List<Integer> later = machine.serve(20_000, 1_000);
    assertThat(later.subList(5_000, 20_000)).allMatch(limit -> limit >= 15);
    machine.serve(4_000, 8); // a quiet time, in which it is seen that this is usual now
    assertThat(machine.serve(10_000, 1_000).get(9_999)).isGreaterThan(45);
  }

  @Test
  void aThousandCallersOfAServerWithoutAKneeSoonAllHaveAPlace() {
    machine.serve(600, 1_000);
    assertThat(concurrency.limit()).isGreaterThan(900);
  }
}
