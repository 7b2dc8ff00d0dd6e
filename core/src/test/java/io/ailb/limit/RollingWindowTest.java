package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollingWindowTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = 60 * SECOND;

  private record Sent(long at, long units) {}

  /** Greedy and random callers, corrections included: no minute of any phase ever holds more. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noStretchOfAMinuteEverHoldsMoreThanTheLimit(long seed) {
    Random random = new Random(seed);
    long now = -random.nextInt(1_000_000_000) * 1_000L;
    long limit = 1L + random.nextInt(200);
    RollingWindow window = RollingWindow.minute(limit, now);
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long units = 1L + random.nextInt(random.nextInt(10) == 0 ? (int) limit : 3);
      if (units <= limit && window.freeAt(units, now) <= now) {
        window.count(units, now, now);
        sent.add(new Sent(now, units));
        if (random.nextInt(8) == 0) {
          int which = sent.size() - 1 - random.nextInt(Math.min(5, sent.size()));
          Sent old = sent.get(which);
          long back = random.nextInt((int) old.units + 1);
          window.count(-back, old.at, now);
          sent.set(which, new Sent(old.at, old.units - back));
        }
      }
      now +=
          random.nextInt(4) == 0 ? random.nextInt(3_000) * 1_000_000L : random.nextInt(200_000_000);
    }
    for (int i = 0; i < sent.size(); i++) {
      long sum = 0;
      for (int j = i; j < sent.size() && sent.get(j).at - sent.get(i).at <= MINUTE; j++) {
        sum += sent.get(j).units;
      }
      assertThat(sum).isLessThanOrEqualTo(limit);
    }
    assertThat(sent).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void toMoveIsToCountOffAndOn(long seed) {
    Random random = new Random(seed);
    long now = 0;
    RollingWindow moved = RollingWindow.minute(1_000, now);
    RollingWindow counted = RollingWindow.minute(1_000, now);
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long units = 1L + random.nextInt(50);
      if (random.nextInt(20) > 0) { // else it was there before this limit
        moved.count(units, now, now);
        counted.count(units, now, now);
      }
      sent.add(new Sent(now, units));
      Sent old = sent.remove(random.nextInt(sent.size()));
      long to = old.at + Math.min(now - old.at, random.nextInt(500) * 1_000_000L);
      moved.move(old.units, old.at, to, now);
      counted.count(-old.units, old.at, now);
      counted.count(old.units, to, now);
      if (random.nextInt(10) > 0) {
        sent.add(new Sent(to, old.units)); // and once more, later
      }
      for (long at : new long[] {now, now + 30 * SECOND, now + MINUTE}) {
        assertThat(moved.used(at)).isEqualTo(counted.used(at));
      }
      assertThat(moved.plenty(now)).isLessThanOrEqualTo(1_000.0 - counted.used(now));
      now += random.nextInt(600) * 1_000_000L;
    }
  }

  @Test
  void tellsExactlyWhenThereIsRoomAgain() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      long now = random.nextInt(1_000_000_000) * 1_000L;
      RollingWindow window = RollingWindow.minute(20, now);
      for (int i = 0; i < 30; i++) {
        if (window.freeAt(1, now) <= now) {
          window.count(1, now, now);
        }
        now += random.nextInt(2_000) * 1_000_000L;
      }
      long units = 1L + random.nextInt(20);
      long free = window.freeAt(units, now);
      if (free > now) {
        assertThat(window.freeAt(units, free - 1)).isGreaterThan(free - 1);
      }
      assertThat(window.freeAt(units, free)).isEqualTo(free);
    }
  }

  @Test
  void theWholeLimitMayBeTakenAtOnceAndComesBackWithinAMinuteAndASecond() {
    RollingWindow window = RollingWindow.minute(500, 0);
    window.count(500, 0, 0);
    assertThat(window.freeAt(1, 0)).isBetween(MINUTE + SECOND / 2, MINUTE + SECOND);
    assertThat(window.used(MINUTE)).isEqualTo(500);
    assertThat(window.used(MINUTE + SECOND)).isZero();
  }

  @Test
  void aRequestLargerThanTheLimitIsLetThroughAlone() {
    RollingWindow window = RollingWindow.minute(100, 0);
    assertThat(window.freeAt(1_000, 0)).isZero();
    window.count(10, 0, 0);
    assertThat(window.freeAt(1_000, 0)).isGreaterThan(0);
  }

  @Test
  void givingBackMoreThanWasTakenMakesNoRoom() {
    RollingWindow window = RollingWindow.minute(10, 0);
    window.count(3, 0, 0);
    window.count(-5, 0, 0);
    assertThat(window.used(0)).isZero();
    window.count(-5, -10 * MINUTE, 0);
    assertThat(window.used(0)).isZero();
  }

  @Test
  void aDayIsKeptInStepsOfMinutes() {
    RollingWindow window = RollingWindow.day(1_000, 0);
    window.count(1_000, 0, 0);
    long day = Duration.ofDays(1).toNanos();
    assertThat(window.freeAt(1, day)).isBetween(day, day + Duration.ofMinutes(10).toNanos());
    assertThat(window.used(day + Duration.ofMinutes(10).toNanos())).isZero();
  }

  /** Whatever the way takes, up to the provision: no minute of arrivals ever holds too many. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noMinuteOfArrivalsHoldsMoreThanTheLimitHoweverTheyTravel(long seed) {
    Random random = new Random(seed);
    QuotaSet quotas = new QuotaSet(LimitSettings.requestsPerMinute(50), Instant::now, 0);
    List<Long> arrivals = new ArrayList<>();
    PriorityQueue<long[]> heads = new PriorityQueue<>(Comparator.comparingLong(head -> head[0]));
    List<QuotaSet.Reservation> reservations = new ArrayList<>();
    for (long now = 0; now < 10 * MINUTE; now += random.nextInt(100_000_000)) {
      while (!heads.isEmpty() && heads.peek()[0] <= now) {
        long[] head = heads.poll();
        reservations.get((int) head[1]).arrived(head[0]);
      }
      QuotaSet.Reservation reservation = quotas.reserve(Demand.NO_TOKENS, now);
      if (reservation != null) {
        long arrival = now + (long) (random.nextDouble() * random.nextDouble() * Window.TRAVEL);
        arrivals.add(arrival);
        heads.add(new long[] {arrival + random.nextInt(2_000_000_000), reservations.size()});
        reservations.add(reservation);
      }
    }
    Collections.sort(arrivals);
    for (int i = 0; i + 50 < arrivals.size(); i++) {
      assertThat(arrivals.get(i + 50) - arrivals.get(i)).isGreaterThan(MINUTE);
    }
    assertThat(arrivals).hasSizeGreaterThan(400);
  }
}
