package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static List<LineReader.Line> lines(InputStream in, int most) throws IOException {
    List<LineReader.Line> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(in, most)) {
      for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
        lines.add(line);
      }
      assertThat(reader.next()).isNull();
    }
    return lines;
  }

  /** Brings so many bytes at a time. */
  private static InputStream slow(String text, int atOnce) {
    return new ByteArrayInputStream(text.getBytes(UTF_8)) {
      @Override
      public int read(byte[] bytes) {
        return read(bytes, 0, Math.min(atOnce, bytes.length));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void endsOfLinesAndAMarkAreNotText(int atOnce) throws IOException {
    List<LineReader.Line> lines = lines(slow("\uFEFFone\r\n\n \t\r\ntwo\nthree", atOnce), 100);

    assertThat(lines)
        .extracting(line -> new String(line.bytes(), UTF_8))
        .containsExactly("one", "", " \t", "two", "three");
    assertThat(lines).extracting(LineReader.Line::number).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(lines).extracting(LineReader.Line::start).containsExactly(0L, 8L, 9L, 13L, 17L);
    assertThat(lines)
        .extracting(LineReader.Line::isBlank)
        .containsExactly(false, true, true, false, false);
    assertThat(lines)
        .extracting(LineReader.Line::ended)
        .containsExactly(true, true, true, true, false);
    assertThat(lines.get(3).fingerprint()).isEqualTo(new Fingerprint().of("two"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void ofOneThatIsTooLongTheFingerprintStays(int atOnce) throws IOException {
    String longOne = "x".repeat(150_000);
    List<LineReader.Line> lines = lines(slow(longOne + "\nnext\n" + longOne, atOnce), 70_000);

    assertThat(lines).extracting(LineReader.Line::tooLong).containsExactly(true, false, true);
    assertThat(lines.get(0).bytes()).isEmpty();
    assertThat(lines.get(0).fingerprint()).isEqualTo(new Fingerprint().of(longOne));
    assertThat(lines.get(0).isBlank()).isFalse();
    assertThat(new String(lines.get(1).bytes(), UTF_8)).isEqualTo("next");
    assertThat(lines.get(2).start()).isEqualTo(150_006);
  }

  @Test
  void longerThanTheBufferIsNoMatter() throws IOException {
    String longOne = "y".repeat(1_000_000);

    assertThat(lines(slow(longOne + "\n", 100_000), 2_000_000))
        .singleElement()
        .satisfies(line -> assertThat(new String(line.bytes(), UTF_8)).isEqualTo(longOne));
    assertThat(lines(slow("", 5), 5)).isEmpty();
  }

  @Test
  void textIsToldFromBytes() {
    byte[] text = "é€😀".repeat(10_000).getBytes(UTF_8);
    assertThat(Utf8.isText(text)).isTrue();
    text[text.length - 1] = 'x';
    assertThat(Utf8.isText(text)).isFalse();
    assertThat(Utf8.isText(new byte[0])).isTrue();
    assertThat(Utf8.isText(new byte[] {(byte) 0xc3})).isFalse();
    assertThat(Utf8.isText(new byte[] {(byte) 0xc0, (byte) 0xaf})).isFalse();
  }
}
