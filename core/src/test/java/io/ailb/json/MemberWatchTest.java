package io.ailb.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberWatchTest {
  private static MemberWatch fed(String text, int... pieces) {
    MemberWatch watch = new MemberWatch(List.of("usage", "error"));
    byte[] bytes = text.getBytes(UTF_8);
    int at = 0;
    for (int piece : pieces) {
      int to = Math.min(bytes.length, at + piece);
      watch.feed(bytes, at, to);
      at = to;
    }
    watch.feed(bytes, at, bytes.length);
    return watch;
  }

  private static String value(MemberWatch watch, String name) {
    byte[] value = watch.value(name);
    return value == null ? null : new String(value, UTF_8).trim();
  }

  @Test
  void findsAMemberWhereverThePiecesAreCut() {
    String text =
        "{\"choices\":[{\"text\":\"say \\\"usage\\\": {1} \\\\\"}], \"usage\" : {\"n\": [1, \"}\"]} , \"x\":1}";
    for (int first = 0; first <= text.length(); first++) {
      for (int second : new int[] {1, 2, 7}) {
        MemberWatch watch = fed(text, first, second);
        assertThat(value(watch, "usage")).isEqualTo("{\"n\": [1, \"}\"]}");
        assertThat(value(watch, "error")).isNull();
        assertThat(watch.complete()).isTrue();
      }
    }
  }

  @Test
  void findsWhatFollowsATextOfAnyLength() {
    for (int length = 0; length < 300; length++) {
      for (String end : List.of("", "\\\"", "\\\\", "\\\\\\\"z")) {
        String text = "{\"t\":\"" + "y".repeat(length) + end + "\",\"usage\":" + length + "}";
        assertThat(value(fed(text), "usage")).isEqualTo(Integer.toString(length));
        assertThat(value(fed(text, 7, 150), "usage")).isEqualTo(Integer.toString(length));
      }
    }
  }

  @Test
  void readsEveryAnswerOfTheFixturesInRandomPieces() {
    Random random = new Random(11);
    int checked = 0;
    for (String name : Fixtures.cases()) {
      for (Dialect dialect : Dialect.values()) {
        if (Fixtures.has(name, dialect, "response.json")) {
          byte[] bytes = Fixtures.bytes(name, dialect, "response.json");
          String wanted = dialect == Dialect.GEMINI ? "usageMetadata" : "usage";
          MemberWatch watch = new MemberWatch(List.of(wanted));
          for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
            watch.feed(bytes, at, to);
            at = to;
          }
          assertThat(watch.complete()).isTrue();
          byte[] value = watch.value(wanted);
          if (Fixtures.json(bytes).has(wanted)) {
            assertThat(Fixtures.json(value)).isEqualTo(Fixtures.json(bytes).get(wanted));
          }
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(50);
  }

  @Test
  void ofAnArrayTheLastElementWins() {
    MemberWatch watch = fed("[{\"usage\":{\"n\":1}},\n{\"usage\":{\"n\":2}}]", 3, 9, 4);
    assertThat(value(watch, "usage")).isEqualTo("{\"n\":2}");
    assertThat(watch.complete()).isTrue();
  }

  @Test
  void anInnerMemberOfTheSameNameIsNotTaken() {
    assertThat(value(fed("{\"a\":{\"usage\":1},\"b\":[{\"usage\":2}]}"), "usage")).isNull();
  }

  @Test
  void aValueBeyondTheBoundIsNotKept() {
    String large = "\"" + "x".repeat(20_000) + "\"";
    MemberWatch watch = fed("{\"usage\":" + large + ",\"error\":1}", 500, 5_000);
    assertThat(value(watch, "usage")).isNull();
    assertThat(value(watch, "error")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1", "[{}", "{\"a\":\"}"})
  void whatIsCutIsNotComplete(String text) {
    assertThat(fed(text).complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "null", "}", "{}{}", "]"})
  void whatIsNoDocumentIsBroken(String text) {
    assertThat(fed(text).broken()).isTrue();
  }
}
