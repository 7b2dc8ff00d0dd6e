package io.ailb.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringWatchTest {
  private static StringWatch watch() {
    return new StringWatch(Words.of("id", "file_id"), Words.of("container"), Words.of("input"));
  }

  private static StringWatch watchOfFiles() {
    return new StringWatch(Words.of("file_id"), Words.of("container"), Words.of("input"));
  }

  private static List<String> picked(StringWatch watch, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    watch.feed(bytes, 0, bytes.length);
    return watch.take();
  }

  @Test
  void picksStringsWhereverTheyStandAndGivesThemOnce() {
    StringWatch watch = watch();
    assertThat(
            picked(watch, "{\"id\" : \"a\", \"x\":[{\"y\":[1,{\"file_id\":\"b\"}]}],\"id\":\"c\"}"))
        .containsExactly("a", "b", "c");
    assertThat(watch.take()).isEmpty();
    assertThat(picked(watch, "{\"id\":\"d\"}")).containsExactly("d"); // the next text
  }

  @Test
  void onlyValuesOfThatNameCount() {
    assertThat(
            picked(
                watch(),
                "{\"x\":\"id\",\"y\":[\"id\",\"z\"],\"id\":{\"q\":\"w\"},\"id\":null,\"idx\":\"v\",\"id\":[\"u\"]}"))
        .isEmpty();
  }

  @Test
  void whatIsSaidInATextDoesNotCount() {
    assertThat(picked(watch(), "{\"text\":\"{\\\"id\\\":\\\"a\\\"} \\\\\",\"id\":\"b\"}"))
        .containsExactly("b");
  }

  @Test
  void whatIsLeftOutIsNotLookedInto() {
    assertThat(
            picked(
                watch(),
                "{\"input\":{\"id\":\"a\",\"b\":[{\"id\":\"c\"}]},\"id\":\"d\",\"input\":\"x\",\"z\":{\"id\":\"e\"}}"))
        .containsExactly("d", "e");
  }

  @Test
  void anOwnersIdIsItsOwnOnly() {
    assertThat(
            picked(
                watchOfFiles(),
                "{\"id\":\"no\",\"container\":{\"at\":\"x\",\"id\":\"a\",\"b\":{\"id\":\"no\"},\"id\":\"no\"},\"id\":\"no\",\"container\":[{\"id\":\"no\"}]}"))
        .containsExactly("a");
  }

  @Test
  void whatIsTooLongOrEscapedIsNotPicked() {
    assertThat(
            picked(
                watch(),
                "{\"id\":\""
                    + "x".repeat(129)
                    + "\",\"id\":\"a\\u0062\",\"id\":\""
                    + "y".repeat(128)
                    + "\"}"))
        .containsExactly("y".repeat(128));
  }

  @Test
  void itDoesNotMatterWhereATextIsCut() {
    String text =
        "{\"id\":\"a\",\"t\":\"\\\\\\\"id\\\":\\\"n\\\\\",\"input\":{\"id\":\"n\"},\"x\":{\"file_id\":\"bc\"},\"container\":{\"id\":\"d\"}}";
    byte[] bytes = text.getBytes(UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      StringWatch watch = watch();
      List<String> picked = new ArrayList<>();
      for (int from = 0; from < bytes.length; from += size) {
        watch.feed(bytes, from, Math.min(bytes.length, from + size));
        picked.addAll(watch.take());
      }
      assertThat(picked).as("pieces of %d", size).containsExactly("a", "bc", "d");
    }
  }
}
