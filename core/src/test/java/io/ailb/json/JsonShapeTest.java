package io.ailb.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonShapeTest {
  private static final String TEXT =
      "{\"text\":\"one\",\"n\":12,\"list\":[\"x\",{\"deep\":\"y\"}],\"none\":\"\",\"half\":0.5}";

  private final JsonShape shape = JsonShape.withChanges();

  /** Reads it, of no interest in what its values are; it stands behind something else. */
  private void read(String text) {
    byte[] bytes = ("##" + text).getBytes(UTF_8);
    shape.begin(bytes, 2, bytes.length);
    JsonCursor cursor = JsonCursor.strict(shape).over(bytes, 2, bytes.length);
    cursor.beginObject();
    while (cursor.nextName()) {
      cursor.skip();
    }
    assertThat(cursor.ok()).isTrue();
  }

  private boolean fits(String text) {
    byte[] bytes = ("#" + text + "\n").getBytes(UTF_8);
    return shape.fits(bytes, 1, bytes.length - 1);
  }

  @Test
  void stringsAndWholeNumbersMayDiffer() {
    read(TEXT);
    assertThat(fits(TEXT)).isTrue();
    assertThat(shape.changes()).isZero();
    assertThat(fits(TEXT.replace(":\"one", ":\"an \\\"other\\\\").replace("12", "7"))).isTrue();
    assertThat(shape.changes()).isEqualTo(2);
    assertThat(shape.changed(1)).isEqualTo(1);
    assertThat(shape.changedFrom(0)).isEqualTo(1 + "{'text':'".length());
    assertThat(shape.changedTo(0) - shape.changedFrom(0)).isEqualTo("an \\\"other\\\\".length());
    assertThat(fits(TEXT.replace(":\"one", ":\"on").replace("y", "yes"))).isTrue();
    assertThat(fits(TEXT.replace(":\"one", ":\"ones"))).isTrue();
  }

  @Test
  void nothingElseMay() {
    read(TEXT);
    assertThat(fits(TEXT.replace(":\"one", ":\""))).isFalse();
    assertThat(fits(TEXT.replace("12", "012"))).isFalse();
    assertThat(fits(TEXT.replace("12", "12.5"))).isFalse();
    assertThat(fits(TEXT.replace("12", "-1"))).isFalse();
    assertThat(fits(TEXT.replace("12", "\"1\""))).isFalse();
    assertThat(fits(TEXT.replace("0.5", "0.6"))).isFalse();
    assertThat(fits(TEXT.replace("\"\"", "\"some\""))).isFalse();
    assertThat(fits(TEXT.replace("text", "next"))).isFalse();
    assertThat(fits(TEXT.replace(":\"one\"", ":\"one"))).isFalse();
    assertThat(fits(TEXT.replace(":\"one", ":\"one\\"))).isFalse();
    assertThat(fits(TEXT.substring(0, TEXT.length() - 1))).isFalse();
    assertThat(fits(TEXT + " ")).isFalse();
    assertThat(fits("")).isFalse();
  }

  @Test
  void aTextThatIsCutDoesNotFit() {
    read(TEXT);
    for (int length = 0; length < TEXT.length(); length++) {
      byte[] cut = TEXT.substring(0, length).getBytes(UTF_8);
      assertThat(shape.fits(cut, 0, length)).isFalse();
    }
  }

  @Test
  void aValueThatWasLookedAtMayNotDiffer() {
    byte[] bytes = "{\"type\":\"a\",\"index\":1,\"count\":2}".getBytes(UTF_8);
    shape.begin(bytes, 0, bytes.length);
    JsonCursor cursor = JsonCursor.strict(shape).over(bytes, 0, bytes.length);
    cursor.beginObject();
    cursor.nextName();
    cursor.stringIs("a");
    cursor.nextName();
    cursor.count();
    assertThat(shape.isCounted()).isFalse();
    cursor.nextName();
    cursor.countSoFar();
    assertThat(shape.isCounted()).isTrue();
    assertThat(fits("{\"type\":\"b\",\"index\":1,\"count\":2}")).isFalse();
    assertThat(fits("{\"type\":\"a\",\"index\":2,\"count\":2}")).isFalse();
    assertThat(fits("{\"type\":\"a\",\"index\":1,\"count\":23}")).isTrue();
  }

  @Test
  void aForgottenTextFitsNothing() {
    read(TEXT);
    shape.forget();
    assertThat(fits(TEXT)).isFalse();
    assertThat(fits("")).isFalse();
  }

  @Test
  void aLongTextHasNoShape() {
    String text = "{\"text\":\"" + "x".repeat(5_000) + "\"}";
    read(text);
    assertThat(fits(text)).isFalse();
  }
}
