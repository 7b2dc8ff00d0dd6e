package io.ailb.translate.neutral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private static String quoted(String text) {
    return new String(new Utf8().quoted(text).take(), StandardCharsets.UTF_8);
  }

  @Test
  void everyCharacterIsQuotedAsJacksonDoes() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        continue;
      }
      String text = "a" + Character.toString(point) + "b";
      if (!quoted(text).equals(Json.text(TextNode.valueOf(text)))) {
        assertThat(quoted(text)).as("U+%X", point).isEqualTo(Json.text(TextNode.valueOf(text)));
      }
    }
  }

  @Test
  void textsThatGrowWhenQuotedFindRoom() {
    for (String text : new String[] {"", "x", "\u0001", "\"", "é", "\uFFFD", "\uD83D\uDE00"}) {
      for (int times = 0; times < 600; times++) {
        String many = text.repeat(times);
        assertThat(quoted(many)).isEqualTo(Json.text(TextNode.valueOf(many)));
      }
    }
  }

  @Test
  void halfAPairIsACharacterThatIsMissing() {
    assertThat(quoted("\uD83D")).isEqualTo("\"\uFFFD\"");
    assertThat(quoted("a\uDE00\uD83Db")).isEqualTo("\"a\uFFFD\uFFFDb\"");
  }

  @Test
  void whatWasTakenIsNotThereAnyMore() {
    Utf8 out = new Utf8();
    assertThat(new String(out.add("one").quoted("two").take(), StandardCharsets.UTF_8))
        .isEqualTo("one\"two\"");
    assertThat(out.isEmpty()).isTrue();
    assertThat(out.add("three").take()).hasSize(5);
  }

  @Test
  void aTemplateIsCutAtTheFirstEmptyText() {
    Utf8 out = new Utf8();
    Template.of("{\"a\":\"\",\"b\":\"\"}").write("\n", out);
    assertThat(new String(out.take(), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"\\n\",\"b\":\"\"}");
  }
}
