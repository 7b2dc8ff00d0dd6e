package io.ailb.benchmarks.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ailb.benchmarks.speed.Entrant.Role;
import io.ailb.benchmarks.speed.Turns.Care;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int ARRAY = 16; // and its 16 bytes of header

  /** Keeps arrays from being optimised away. */
  static volatile Object seen = "";

  private static Work arrays(int count) {
    return () -> {
      long sum = 0;
      for (int i = 0; i < count; i++) {
        byte[] array = new byte[ARRAY];
        seen = array;
        sum += array.length;
      }
      return sum;
    };
  }

  private static List<Standing> take(Contest contest) throws Exception {
    return new Turns(contest, Care.TINY).take();
  }

  @Test
  void bytesAreOfOneOperation() throws Exception {
    List<Standing> standings =
        take(new Contest("a", "").operations(5).ours(() -> arrays(5)).floor("", () -> arrays(10)));

    assertThat(Table.of(Role.OURS, standings).bytes()).isCloseTo(32, within(1.0));
    assertThat(Table.of(Role.FLOOR, standings).bytes()).isCloseTo(64, within(1.0));
  }

  @Test
  void whatIsDoneAnywayIsTakenOff() throws Exception {
    Contest contest =
        new Contest("a", "")
            .base("", () -> arrays(1_000))
            .floor("", () -> arrays(2_000))
            .ours(() -> arrays(4_000));

    List<Standing> standings = take(contest);

    assertThat(Table.of(Role.OURS, standings).bytes()).isCloseTo(3_000 * 32, within(1.0));
    assertThat(Table.of(Role.BASE, standings).floors()).isNaN();
    assertThat(Table.of(Role.FLOOR, standings).floors()).isEqualTo(1);
    // Thrice as much, above the base; how exactly time tells it is nothing for a test.
    assertThat(Table.of(Role.OURS, standings).floors()).isGreaterThan(1);
  }

  @Test
  void severalThreadsDoTheSameWorkEach() throws Exception {
    List<Standing> standings =
        take(new Contest("a", "").threads(2).ours(() -> arrays(1)).floor("", () -> arrays(1)));

    assertThat(Table.of(Role.OURS, standings).bytes()).isCloseTo(32, within(1.0));
  }

  @Test
  void everyContestHasAnIdOfItsOwnAndEntrantsWithNamesOfTheirOwn() {
    assertThat(Contests.all()).extracting(Contest::id).doesNotHaveDuplicates();
    assertThat(Contests.all())
        .allSatisfy(
            contest -> {
              assertThat(contest.id()).matches("[a-z0-9>-]+");
              assertThat(contest.entrants()).extracting(Entrant::name).doesNotHaveDuplicates();
              assertThat(contest.entrants())
                  .extracting(Entrant::role)
                  .containsOnlyOnce(Role.OURS)
                  .containsAnyOf(Role.FLOOR, Role.BASE);
            });
  }
}
