package io.ailb.agent.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table with a header line, and a template that makes a prompt of each record. */
final class CsvRecords implements Records {
  private final LineReader lines;
  private final Template template;
  private final @Nullable String model;
  private final Fingerprint fingerprint = new Fingerprint();

  /** Read already, of what turned out not to belong together. */
  private final Deque<LineReader.Line> again = new ArrayDeque<>();

  private @Nullable List<String> columns;
  private long header;

  /**
   * Of this table.
   *
   * @param model that is asked; null = none
   */
  CsvRecords(LineReader lines, Template template, @Nullable String model) {
    this.lines = lines;
    this.template = template;
    this.model = model;
  }

  @Override
  public @Nullable Item next() throws IOException, Refusal {
    if (columns == null) {
      LineReader.Line first = line();
      if (first == null) {
        return null;
      }
      columns = header(first);
    }
    LineReader.Line first = line();
    return first == null ? null : item(first, columns);
  }

  private List<String> header(LineReader.Line first) throws IOException, Refusal {
    List<LineReader.Line> record = new ArrayList<>(List.of(first));
    CsvFields fields = new CsvFields();
    CsvFields.State state = whole(fields, record);
    List<String> names = fields.fields().stream().map(String::strip).toList();
    if (state != CsvFields.State.WHOLE || !Utf8.isText(text(record))) {
      throw new Refusal(
          "the header of the table, line %d, cannot be read: %s"
              .formatted(
                  first.number(),
                  fields.problem() == null ? "a quote stays open" : fields.problem()));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new Refusal("two columns of the table have the same name: " + String.join(", ", names));
    }
    template.check(names);
    header = fingerprint.of(String.join("\n", names) + "\n\n" + template);
    return List.copyOf(names);
  }

  private Item item(LineReader.Line first, List<String> names) throws IOException {
    List<LineReader.Line> record = new ArrayList<>(List.of(first));
    CsvFields read = new CsvFields();
    CsvFields.State state = first.tooLong() ? CsvFields.State.BROKEN : whole(read, record);
    if (state != CsvFields.State.WHOLE) { // one line is lost, not all that come
      while (record.size() > 1) {
        again.addFirst(record.remove(record.size() - 1));
      }
    }
    String id = "line-" + first.number();
    byte[] text = text(record);
    if (first.tooLong()) {
      return bad(id, first, text, "line_too_long", "it is longer than " + Input.LONGEST + " bytes");
    }
    if (state == CsvFields.State.OPEN) {
      return bad(id, first, text, "invalid_line", "a quote stays open");
    }
    if (state == CsvFields.State.BROKEN) {
      return bad(id, first, text, "invalid_line", String.valueOf(read.problem()));
    }
    if (!Utf8.isText(text)) {
      return bad(id, first, text, "not_utf8", "it is not UTF-8");
    }
    if (read.fields().size() != names.size()) {
      String why = "%d fields, but %d columns".formatted(read.fields().size(), names.size());
      return bad(id, first, text, "invalid_line", why);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), read.fields().get(i));
    }
    String named = values.getOrDefault("custom_id", values.getOrDefault("id", ""));
    if (!named.isEmpty()) {
      id = named;
    }
    Prompt prompt = new Prompt(template.fill(values), null, model, null, null);
    Problem problem = prompt.problem();
    if (problem != null) {
      return bad(id, first, text, problem.code(), problem.message());
    }
    byte[] question =
        Json.line(
            json -> {
              json.writeStringField("prompt", prompt.text());
              json.writeStringField("model", prompt.model());
            });
    return new Item(id, first.number(), fingerprint(first, text), question, prompt::request, null);
  }

  private Item bad(String id, LineReader.Line line, byte[] text, String code, String why) {
    Problem problem = new Problem(code, "line %d: %s".formatted(line.number(), why));
    return new Item(id, line.number(), fingerprint(line, text), text, Item.NONE, problem);
  }

  /** Also of header and template: with others it would be another question. */
  private long fingerprint(LineReader.Line line, byte[] text) {
    return fingerprint
        .add(text, 0, text.length)
        .add(bytes(header), 0, Long.BYTES)
        .add(bytes(line.tooLong() ? line.fingerprint() : 0), 0, Long.BYTES)
        .end();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** Adds lines to a record until it is whole, or cannot become so. */
  private CsvFields.State whole(CsvFields fields, List<LineReader.Line> record) throws IOException {
    CsvFields.State state = fields.add(record.get(0).bytes());
    long length = record.get(0).bytes().length;
    while (state == CsvFields.State.OPEN && length < Input.LONGEST) {
      LineReader.Line next = again.isEmpty() ? lines.next() : again.removeFirst();
      if (next == null) {
        return state;
      }
      record.add(next);
      if (next.tooLong()) {
        return state;
      }
      length += next.bytes().length;
      state = fields.add(next.bytes());
    }
    return state;
  }

  private static byte[] text(List<LineReader.Line> record) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (LineReader.Line line : record) {
      if (text.size() > 0) {
        text.write('\n');
      }
      text.writeBytes(line.bytes());
    }
    return text.toByteArray();
  }

  private LineReader.@Nullable Line line() throws IOException {
    LineReader.Line line = again.isEmpty() ? lines.next() : again.removeFirst();
    while (line != null && line.isBlank()) {
      line = again.isEmpty() ? lines.next() : again.removeFirst();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
