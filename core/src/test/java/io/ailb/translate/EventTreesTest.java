package io.ailb.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.translate.neutral.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tree of an event is the same whether one like it came before or not. */
class EventTreesTest {
  private static final List<String> EVENTS =
      List.of(
          """
          {"id":"c1","created":1795180800,"choices":[{"index":0,"delta":{"content":" a \\"tide\\""},\
          "finish_reason":null}],"obfuscation":"dQw4w9WgXcQ"}\
          """,
          """
          {"candidates":[{"content":{"parts":[{"text":"Meer \\u00e9 \u00e9 \ud83d\ude00"}]},"index":0}],\
          "usageMetadata":{"candidatesTokenCount":60,"total":12345678901234567,"half":0.50}}\
          """,
          """
          {"list":["a","b",["c",1,2],{"d":"e","d":"f"}],"b":true}\
          """);

  private static final String[] PIECES = {
    "\"",
    "\\",
    "\\n",
    "\\\"",
    "\\u",
    "\\u00e9",
    "\\ud83d",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "0",
    "12",
    "-",
    ".",
    "e",
    "\u00e9",
    "\ufffd",
    "\ud83d\ude00",
    "\u0001",
    "\t",
    " ",
    "null",
    "99999999999999999999"
  };

  @Test
  void whateverDiffers() {
    Random random = new Random(1);
    int read = 0;
    int ofOneShape = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] event = EVENTS.get(i % EVENTS.size()).getBytes(UTF_8);
      byte[] next = spoiled(event, random);
      EventTrees trees = new EventTrees();
      Object before = trees.read(event, 0, event.length);
      Object tree = trees.read(next, 0, next.length);
      Object parsed = Json.parse(next, 0, next.length);
      read += parsed == null ? 0 : 1;
      ofOneShape += tree == before ? 1 : 0;
      assertThat(tree).as(new String(next, UTF_8)).isEqualTo(parsed);
    }
    assertThat(read).isGreaterThan(4_000);
    assertThat(ofOneShape).isGreaterThan(900);
  }

  private static byte[] spoiled(byte[] event, Random random) {
    byte[] spoiled = event;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int from = random.nextInt(spoiled.length);
      int to = Math.min(spoiled.length, from + random.nextInt(3));
      byte[] more =
          random.nextInt(8) == 0
              ? new byte[] {(byte) random.nextInt(256)}
              : PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
      byte[] other = new byte[spoiled.length - (to - from) + more.length];
      System.arraycopy(spoiled, 0, other, 0, from);
      System.arraycopy(more, 0, other, from, more.length);
      System.arraycopy(spoiled, to, other, from + more.length, spoiled.length - to);
      spoiled = other;
    }
    return spoiled;
  }

  @Test
  void manyAfterOneAnother() {
    EventTrees trees = new EventTrees();
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      String event = EVENTS.get(random.nextInt(10) == 0 ? 1 : 0);
      byte[] text =
          event
              .replace(
                  "tide", "t".repeat(random.nextInt(5)) + PIECES[random.nextInt(PIECES.length)])
              .replace("1795", Integer.toString(random.nextInt(3)))
              .getBytes(UTF_8);
      assertThat((Object) trees.read(text, 0, text.length))
          .as(new String(text, UTF_8))
          .isEqualTo(Json.parse(text, 0, text.length));
    }
  }

  @Test
  void aTextThatIsNoObjectIsNone() {
    EventTrees trees = new EventTrees();
    byte[] array = "[1]".getBytes(UTF_8);
    byte[] scalar = "12".getBytes(UTF_8);
    assertThat((Object) trees.read(array, 0, array.length)).isNull();
    assertThat((Object) trees.read(scalar, 0, scalar.length)).isNull();
  }
}
