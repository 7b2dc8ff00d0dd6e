package io.ailb.translate;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ailb.model.Dialect;
import io.ailb.model.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link Fuzzed} says, with bodies that Jazzer makes: {@code benchmarks/fuzz} lets it. Without
 * that the fixtures are all that is tried. Where there are several dialects, the first bytes choose.
 */
class TranslationFuzzTest {
  /** Of a target's turn; what it has found out is kept for the next one. */
  private static final String LENGTH = "80s";

  private static final Dialect[] DIALECTS = Dialect.values();

  private static int place(Dialect dialect) {
    return Arrays.asList(DIALECTS).indexOf(dialect);
  }

  private static Dialect at(byte[] bytes, int index) {
    return DIALECTS[Byte.toUnsignedInt(bytes[index]) % DIALECTS.length];
  }

  private static byte[] after(byte[] bytes, int length) {
    return Arrays.copyOfRange(bytes, length, bytes.length);
  }

  private static void chosen(byte[] bytes, BiConsumer<Dialect, byte[]> check) {
    if (bytes.length > 0) {
      check.accept(at(bytes, 0), after(bytes, 1));
    }
  }

  private static byte[] with(byte[] body, int... first) {
    byte[] all = new byte[first.length + body.length];
    for (int i = 0; i < first.length; i++) {
      all[i] = (byte) first[i];
    }
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }

  private static Stream<byte[]> seeds(String kind) {
    return Stream.of(DIALECTS)
        .flatMap(each -> Seeds.of(each, kind).stream().map(body -> with(body, place(each))));
  }

  static Stream<byte[]> bareStreams() {
    return Seeds.ofAll("stream.sse");
  }

  static Stream<byte[]> requests() {
    return seeds("request.json");
  }

  static Stream<byte[]> streams() {
    return seeds("stream.sse");
  }

  static Stream<byte[]> answers() {
    return seeds("response.json");
  }

  /** Callers take turns: each with each answer would take long, and change nothing for Jazzer. */
  static Stream<byte[]> both() {
    List<byte[]> seeds = Stream.concat(streams(), answers()).toList();
    return IntStream.range(0, seeds.size()).mapToObj(i -> with(seeds.get(i), i % DIALECTS.length));
  }

  static Stream<byte[]> bareErrors() {
    return Seeds.ofAll("error.json");
  }

  @MethodSource("bareStreams")
  @FuzzTest(maxDuration = LENGTH)
  void scanner(byte[] bytes) {
    Fuzzed.scanner(bytes);
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = LENGTH)
  void request(byte[] bytes) {
    chosen(bytes, Fuzzed::request);
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = LENGTH)
  void streamedAnswer(byte[] bytes) {
    chosen(bytes, Fuzzed::streamedAnswer);
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = LENGTH)
  void wholeAnswer(byte[] bytes) {
    chosen(bytes, Fuzzed::wholeAnswer);
  }

  @MethodSource("both")
  @FuzzTest(maxDuration = LENGTH)
  void rendition(byte[] bytes) {
    if (bytes.length > 1 && at(bytes, 0) != at(bytes, 1)) {
      Fuzzed.rendition(at(bytes, 1), at(bytes, 0), after(bytes, 2));
    }
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = LENGTH)
  void recogniser(byte[] bytes) {
    chosen(bytes, (dialect, body) -> Fuzzed.recogniser(Operation.toGenerate(dialect), body));
  }

  @MethodSource("bareErrors")
  @FuzzTest(maxDuration = LENGTH)
  void error(byte[] bytes) {
    Fuzzed.error(bytes);
  }
}
