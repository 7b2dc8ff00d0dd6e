package io.ailb.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private final JsonCursor cursor = new JsonCursor();

  private JsonCursor over(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return cursor.over(bytes, 0, bytes.length);
  }

  /** Members of the root by name, each as the text between two positions. */
  private static Map<String, String> members(byte[] bytes, int from, int to) {
    Map<String, String> members = new LinkedHashMap<>();
    JsonCursor cursor = new JsonCursor().over(bytes, from, to);
    assertThat(cursor.beginObject()).isTrue();
    JsonNode root = Fixtures.json(java.util.Arrays.copyOfRange(bytes, from, to));
    while (cursor.nextName()) {
      int start = cursor.valueStart();
      cursor.skip();
      String value = new String(bytes, start, cursor.position() - start, UTF_8);
      root.fieldNames()
          .forEachRemaining(
              name -> {
                if (cursor.nameIs(name)) {
                  members.put(name, value);
                }
              });
    }
    assertThat(cursor.ok()).isTrue();
    assertThat(cursor.atEnd()).isTrue();
    return members;
  }

  @Test
  void findsEveryMemberOfEveryRequestAsJacksonDoes() {
    int checked = 0;
    for (String name : Fixtures.cases()) {
      for (Dialect dialect : Dialect.values()) {
        if (Fixtures.has(name, dialect, "request.json")) {
          byte[] bytes = Fixtures.bytes(name, dialect, "request.json");
          JsonNode root = Fixtures.json(bytes);
          Map<String, String> members = members(bytes, 0, bytes.length);
          assertThat(members).hasSize(root.size());
          members.forEach(
              (member, text) ->
                  assertThat(Fixtures.json(text.getBytes(UTF_8))).isEqualTo(root.get(member)));
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(60);
  }

  @Test
  void findsMembersInRandomDocumentsWhateverTheirStrings() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      Map<String, Object> document = new LinkedHashMap<>();
      int size = random.nextInt(6);
      for (int i = 0; i < size; i++) {
        document.put("key" + i, randomValue(random, 3));
      }
      byte[] bytes;
      try {
        bytes = Fixtures.JSON.writeValueAsBytes(document);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError(e);
      }
      assertThat(members(bytes, 0, bytes.length)).hasSize(size);
    }
  }

  private static Object randomValue(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextBoolean();
      case 2 -> random.nextDouble();
      case 3 -> {
        StringBuilder text = new StringBuilder();
        String letters = "ab\\\"{}[]:,\n\u00e9\uD83D\uDE00 ";
        for (int i = random.nextInt(40); i > 0; i--) {
          text.append(letters.charAt(random.nextInt(letters.length())));
        }
        yield text.toString();
      }
      case 4 -> java.util.List.of(randomValue(random, depth - 1), randomValue(random, depth - 1));
      default -> Map.of("inner", randomValue(random, depth - 1));
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"plain\"|plain",
        "\"a\\\"b\\\\\"|a\"b\\",
        "\"\\u00e9\\ud83d\\ude00\"|\u00e9\uD83D\uDE00",
        "\"tab\\tslash\\/\"|tab\tslash/",
        "17|``",
        "\"bad \\u12\"|``"
      })
  void readsStringsWithTheirEscapes(String text, String expected) {
    assertThat(over(text).string()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "4096,4096",
    "-1,-1",
    "1.5,-1",
    "1e3,-1",
    "12345678901234567890,-1",
    "null,-1"
  })
  void readsCountsAndNothingElse(String text, long expected) {
    assertThat(over(text).count()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null|false",
        "\"\"|false",
        "[]|false",
        "{ }|false",
        "0|true",
        "\"x\"|true",
        "[0]|true"
      })
  void tellsSomethingFromNothing(String text, boolean expected) {
    assertThat(over(text).something()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\" 1}",
        "{\"a\":\"x}",
        "{\"a\":[1}",
        "{,}",
        "{\"a\":1,}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1 \"b\":2}"
      })
  void whatIsBrokenIsNeverOkToTheEnd(String text) {
    over(text);
    boolean whole = cursor.beginObject();
    while (cursor.nextName()) {
      cursor.skip();
    }
    assertThat(whole && cursor.ok() && cursor.atEnd()).isFalse();
  }

  @Test
  void telsFilesFromText() {
    String image = "data:image/png;base64," + "iVBORw0KGgo".repeat(100);
    String prose = "Once upon a time ".repeat(100);
    over("{\"image\":{\"url\":\"" + image + "\"},\"text\":\"" + prose + "\"}");
    cursor.beginObject();
    while (cursor.nextName()) {
      cursor.skip();
    }
    assertThat(cursor.blobs()).isEqualTo(1);
    assertThat(cursor.blobBytes()).isBetween(image.length(), image.length() + 2);
  }

  /** The root's members, each skipped, to the end. */
  private static boolean isFlawless(byte[] text) {
    JsonCursor strict = JsonCursor.strict().over(text, 0, text.length);
    boolean object = strict.beginObject();
    while (strict.nextName()) {
      strict.skip();
    }
    return object && strict.ok() && strict.atEnd();
  }

  private static boolean isJson(byte[] text) {
    try {
      return STRICT_PARSER.readTree(text).isObject();
    } catch (IOException e) {
      return false;
    }
  }

  private static final ObjectMapper STRICT_PARSER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Every event of every fixture, with one byte outside its strings doubled, lost or replaced. */
  @Test
  void aStrictOneFindsEveryFaultOutsideOfStringsAndNoOther() {
    Random random = new Random(7);
    String wrong = "{}[]:,1-.e ntf";
    int good = 0;
    int bad = 0;
    for (byte[] event : events()) {
      assertThat(isFlawless(event)).isTrue();
      List<Integer> outside = outsideStrings(event);
      for (int round = 0; round < 60; round++) {
        int at = outside.get(random.nextInt(outside.size()));
        String text = new String(event, ISO_8859_1);
        String instead =
            switch (round % 3) {
              case 0 -> "";
              case 1 -> text.substring(at, at + 1).repeat(2);
              default -> String.valueOf(wrong.charAt(random.nextInt(wrong.length())));
            };
        byte[] changed =
            (text.substring(0, at) + instead + text.substring(at + 1)).getBytes(ISO_8859_1);
        boolean json = isJson(changed);
        assertThat(isFlawless(changed)).as(new String(changed, UTF_8)).isEqualTo(json);
        good += json ? 1 : 0;
        bad += json ? 0 : 1;
      }
    }
    assertThat(good).isGreaterThan(500);
    assertThat(bad).isGreaterThan(10_000);
  }

  private static List<byte[]> events() {
    List<byte[]> events = new ArrayList<>();
    for (String name : Fixtures.cases()) {
      for (Dialect dialect : Dialect.values()) {
        if (Fixtures.has(name, dialect, "stream.sse")) {
          new String(Fixtures.bytes(name, dialect, "stream.sse"), UTF_8)
              .lines()
              .filter(line -> line.startsWith("data: {"))
              .map(line -> line.substring(6).getBytes(UTF_8))
              .filter(JsonCursorTest::isJson) // one fixture is of an event that is not
              .forEach(events::add);
        }
      }
    }
    return events;
  }

  private static List<Integer> outsideStrings(byte[] text) {
    List<Integer> outside = new ArrayList<>();
    boolean inside = false;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '"') {
        inside = !inside;
      } else if (inside && text[i] == '\\') {
        i++;
      } else if (!inside) {
        outside.add(i);
      }
    }
    return outside;
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "-Infinity", "Infinity", "1.5e-7", "-0", "0.10", "1E5"})
  void aStrictOneTakesTheNumbersThatServersWrite(String number) {
    assertThat(isFlawless(("{\"a\":[" + number + "]}").getBytes(UTF_8))).isTrue();
  }

  @Test
  void nobodyMakesAStrictOneRunOutOfStack() {
    String deep = "{\"a\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";
    assertThat(isFlawless(deep.getBytes(UTF_8))).isTrue();
  }
}
