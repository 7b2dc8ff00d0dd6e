package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier run has left, and how the next one goes on. */
class ResumeTest {
  private static final Fingerprint IDS = new Fingerprint();

  @TempDir private Path directory;
  private Path out;
  private final IdTable table = new IdTable();

  @BeforeEach
  void anOutput() {
    out = directory.resolve("out.jsonl");
  }

  private static String result(String id, String line, String error) {
    return "{\"id\":\"r\",\"custom_id\":\"%s\",\"response\":{\"body\":{\"custom_id\":\"no\",\"é\":[{}]}},\"error\":%s,\"ai_lb\":{\"line\":1,\"hash\":\"%s\"}}"
        .formatted(id, error, Fingerprint.text(IDS.of(line)));
  }

  private Earlier repaired() throws IOException, Refusal {
    Earlier earlier = Earlier.read(out, table);
    try (OutFile file = OutFile.of(out)) {
      earlier.repair(file);
    }
    return earlier;
  }

  private boolean isDone(String id) {
    return (table.get(IDS.of(id)) & IdTable.DONE) != 0;
  }

  private List<Item> left(String input, boolean strict) throws IOException, Refusal {
    List<Item> items = new ArrayList<>();
    try (LineReader lines = new LineReader(new ByteArrayInputStream(input.getBytes(UTF_8)), 1000);
        Intake intake = new Intake(new JsonRecords(lines, "m"), table, strict)) {
      for (Item item = intake.next(); item != null; item = intake.next()) {
        items.add(item);
      }
    }
    return items;
  }

  @Test
  void whereverItWasCutWholeLinesStay() throws Exception {
    List<String> lines =
        List.of(
            result("a", "1", "null"),
            result("b", "2", "{\"code\":\"x\"}"),
            result("c", "3", "null"));
    byte[] whole = (String.join("\n", lines) + "\n").getBytes(UTF_8);

    for (int length = 0; length <= whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(out, cut);
      Earlier earlier = repaired();

      String text = new String(cut, UTF_8);
      int expected = 0;
      while (expected < 3 && text.startsWith(String.join("\n", lines.subList(0, expected + 1)))) {
        expected++;
      }
      assertThat(Files.readAllLines(out))
          .as("cut at %d", length)
          .isEqualTo(lines.subList(0, expected));
      assertThat(expected == 0 || Files.readString(out).endsWith("}\n")).isTrue();
      assertThat(earlier.items()).isEqualTo(expected);
      assertThat(earlier.failed()).isEqualTo(expected > 1 ? 1 : 0);
    }
    assertThat(List.of(isDone("a"), isDone("b"), isDone("c"), isDone("no")))
        .containsExactly(true, true, true, false);
  }

  @Test
  void whatIsNoOutputOfABatchIsLeftAlone() throws Exception {
    String text =
        result("a", "1", "null") + "\nmy shopping list\n" + result("b", "2", "null") + "\n";
    Files.writeString(out, text);

    assertThatThrownBy(this::repaired)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("line 2, is no result of a batch");
    assertThat(Files.readString(out)).isEqualTo(text);
  }

  @Test
  void onlyWhatIsMissingIsAsked() throws Exception {
    String a = "{\"custom_id\":\"a\",\"prompt\":\"x\"}";
    String b = "{\"custom_id\":\"b\",\"prompt\":\"x\"}";
    Files.writeString(out, result("a", a, "null") + "\n{\"custom_id\":\"old\"}\n");
    repaired();

    assertThat(left(a + "\n" + b + "\n", true)).extracting(Item::id).containsExactly("b");
    assertThat(table.count(IdTable.DONE, IdTable.SEEN)).isEqualTo(1);
  }

  @Test
  void aChangedItemIsNoticed() throws Exception {
    String a = "{\"custom_id\":\"a\",\"prompt\":\"x\"}";
    Files.writeString(out, result("a", a, "null") + "\n");
    repaired();
    String changed = "\n{\"custom_id\":\"a\",\"prompt\":\"y\"}\n";

    assertThatThrownBy(() -> left(changed, true))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("line 2: the output has \"a\", but of another line");
    Item failed = left(changed, false).get(0);
    assertThat(failed.id()).isEqualTo("line-2");
    assertThat(failed.problem().code()).isEqualTo("input_changed");
  }

  @Test
  void ofTwoWithOneIdTheFirstIsAsked() throws Exception {
    String a = "{\"custom_id\":\"a\",\"prompt\":\"1\"}";
    String again = "{\"custom_id\":\"a\",\"prompt\":\"2\"}";
    String five = "{\"custom_id\":\"line-4\",\"prompt\":\"3\"}";
    String input = String.join("\n", a, again, five, again, "{\"prompt\":\"4\"}");

    List<Item> items = left(input, true);

    assertThat(items).extracting(Item::id).startsWith("a", "line-2", "line-4").hasSize(5);
    assertThat(items).extracting(Item::id).doesNotHaveDuplicates();
    assertThat(items.get(3).id()).startsWith("line-4-");
    assertThat(items.get(1).problem().message())
        .isEqualTo("line 2: the id \"a\" was in an earlier line");
    assertThat(items.get(4).problem()).isNull();

    // All of them are in the output: a second run has nothing to do.
    StringBuilder results = new StringBuilder();
    for (Item item : items) {
      String line = input.lines().skip(item.line() - 1).findFirst().orElseThrow();
      results.append(result(item.id(), line, "null")).append('\n');
    }
    Files.writeString(out, results);
    IdTable fresh = new IdTable();
    Earlier.read(out, fresh);
    try (LineReader lines = new LineReader(new ByteArrayInputStream(input.getBytes(UTF_8)), 1000);
        Intake intake = new Intake(new JsonRecords(lines, "m"), fresh, true)) {
      assertThat(intake.next()).isNull();
      assertThat(intake.done()).isEqualTo(5);
    }
  }

  @Test
  void failuresThatTheOutputDoesNotHaveAreDropped() throws Exception {
    Path file = directory.resolve("out.failed.jsonl");
    Item one =
        item("{\"custom_id\":\"a\",\"n\":1.50,\"prompt\":\"x\",\"ai_lb_error\":{\"old\":1}}");
    Item other = item("{\"prompt\":\"y\"}");
    Problem problem = new Problem("code", "why \"so\"");
    try (FailedFile failed = new FailedFile(file)) {
      failed.add(FailedFile.line(one, problem));
      failed.add(FailedFile.line(other, problem));
      failed.add("{\"custom_id\":\"ha".getBytes(UTF_8));
    }
    assertThat(Files.readAllLines(file))
        .startsWith(
            "{\"custom_id\":\"a\",\"n\":1.50,\"prompt\":\"x\",\"ai_lb_error\":{\"code\":\"code\",\"message\":\"why"
                + " \\\"so\\\"\",\"custom_id\":\"a\",\"line\":1}}",
            "{\"custom_id\":\"line-1\",\"prompt\":\"y\",\"ai_lb_error\":{\"code\":\"code\",\"message\":\"why"
                + " \\\"so\\\"\",\"custom_id\":\"line-1\",\"line\":1}}");

    table.put(IDS.of("a"), IdTable.DONE);
    new FailedFile(file).keep(table);

    assertThat(Files.readAllLines(file)).hasSize(1).first().asString().contains("\"a\"");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(left(Files.readString(file).replace("\"a\"", "\"b\""), true))
        .singleElement()
        .satisfies(item -> assertThat(item.problem()).isNull());
  }

  private static Item item(String line) throws IOException {
    return new JsonRecords(
            new LineReader(new ByteArrayInputStream(line.getBytes(UTF_8)), 1000), "m")
        .next();
  }
}
