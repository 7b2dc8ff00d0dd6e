package io.ailb.agent.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdTableTest {
  @Test
  void knowsWhatWasPut() {
    SplittableRandom dice = new SplittableRandom(1);
    IdTable table = new IdTable();
    Map<Long, Integer> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // Few segments and, in the lower half, few places: collisions are the rule.
      long id = dice.nextLong(40) << 58 | dice.nextLong(20_000) << 16;
      int known = i % 2 == 0 ? IdTable.DONE | i : IdTable.SEEN | i;
      table.put(id, known);
      expected.put(id == 0 ? 1 : id, known);
    }
    assertThat(expected).hasSizeGreaterThan(100_000);
    expected.forEach((id, known) -> assertThat(table.get(id)).isEqualTo(known));
    for (int i = 0; i < 100_000; i++) {
      long id = dice.nextLong() | 1L << 40;
      assertThat(table.get(id)).isEqualTo(expected.getOrDefault(id, 0));
    }
    long done = expected.values().stream().filter(known -> known < 0).count();
    assertThat(table.count(IdTable.DONE, 0)).isEqualTo(done);
    assertThat(table.count(IdTable.SEEN, IdTable.DONE)).isEqualTo(expected.size() - done);
  }

  @Test
  void forgetsWhatTheInputHadOnly() {
    IdTable table = new IdTable();
    table.put(7, IdTable.DONE | IdTable.SEEN | 5);
    table.put(8, IdTable.SEEN | 6);
    table.put(0, IdTable.SEEN);

    table.forgetSeen();

    assertThat(table.get(7)).isEqualTo(IdTable.DONE | 5);
    assertThat(table.get(8)).isEqualTo(6);
    assertThat(table.get(0)).isZero();
    assertThat(table.get(9)).isZero();
  }

  @Test
  void aLineIsToldByItsFingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    long one = fingerprint.of("one");
    int known = IdTable.DONE | IdTable.line(one);

    assertThat(IdTable.isOfLine(known, one)).isTrue();
    assertThat(IdTable.isOfLine(known, fingerprint.of("two"))).isFalse();
    assertThat(IdTable.isOfLine(IdTable.DONE | IdTable.OF_ANY_LINE, one)).isTrue();
    assertThat(Fingerprint.parse(Fingerprint.text(one))).isEqualTo(one);
    assertThat(
            fingerprint.add(new byte[] {0, 'o', 'n', 'e'}, 1, 3).add(new byte[] {'e'}, 0, 1).end())
        .isEqualTo(one);
  }
}
