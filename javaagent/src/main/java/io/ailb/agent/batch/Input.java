package io.ailb.agent.batch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the items come from.
 *
 * @param name of a file, or {@code -} for standard input
 * @param template for a table; null = lines of JSON
 * @param model of items that name none; null = none
 */
record Input(String name, @Nullable Template template, @Nullable String model) {
  /** No request may be longer, and so no line. */
  static final int LONGEST = 64 * 1024 * 1024;

  static final String STANDARD = "-";

  /**
   * An input that is there.
   *
   * @throws Refusal if it is not, or cannot be what it is said to be
   */
  static Input of(String name, @Nullable String template, @Nullable String model) throws Refusal {
    Template made = template == null ? null : new Template(template);
    if (!name.equals(STANDARD)) {
      Path file = Path.of(name);
      if (!Files.exists(file)) {
        throw new Refusal("%s: there is no such file".formatted(name));
      }
      if (Files.isDirectory(file) || !Files.isReadable(file)) {
        throw new Refusal("%s cannot be read".formatted(name));
      }
      if (made == null && name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
        throw new Refusal(
            "a table needs a --template such as 'Translate {text}', with its columns in braces");
      }
      refuseWideText(file);
    }
    return new Input(name, made, model);
  }

  /** Spreadsheets and Windows' tools write UTF-16 at times, in which every line would fail. */
  private static void refuseWideText(Path file) throws Refusal {
    if (!Files.isRegularFile(file)) {
      return; // what is read from a pipe is gone
    }
    try (InputStream in = Files.newInputStream(file)) {
      int mark = in.read() << 8 | in.read();
      if (mark == 0xfffe || mark == 0xfeff) {
        throw new Refusal("%s is UTF-16: save it as UTF-8".formatted(file));
      }
    } catch (IOException e) {
      throw new Refusal("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** Whether it can be read more than once. */
  boolean isFile() {
    return !name.equals(STANDARD) && Files.isRegularFile(Path.of(name));
  }

  /** From its beginning. */
  Records open() throws IOException {
    InputStream in = name.equals(STANDARD) ? System.in : new FileInputStream(name);
    LineReader lines = new LineReader(in, LONGEST);
    return template == null
        ? new JsonRecords(lines, model)
        : new CsvRecords(lines, template, model);
  }

  /** For people. */
  @Override
  public String toString() {
    return name.equals(STANDARD) ? "standard input" : name;
  }
}
