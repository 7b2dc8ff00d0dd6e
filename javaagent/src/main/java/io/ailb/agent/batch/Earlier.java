package io.ailb.agent.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run has left in the output.
 *
 * @param items that are there
 * @param failed of them
 * @param end of the last whole line
 * @param unended whether that line lacks its end only
 */
record Earlier(long items, long failed, long end, boolean unended) {
  /** There is none. */
  static final Earlier NOTHING = new Earlier(0, 0, 0, false);

  /** An answer may be longer than any question, but has to fit into memory. */
  private static final int LONGEST = 1 << 30;

  /**
   * Reads it.
   *
   * @param table is told what is there
   * @throws Refusal if it is not the output of a batch
   */
  static Earlier read(Path file, IdTable table) throws IOException, Refusal {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file, in, Files.size(file), table);
    }
  }

  /** The same of one that is held open. */
  static Earlier read(Path file, OutFile open, IdTable table) throws IOException, Refusal {
    return read(file, open.content(), open.size(), table);
  }

  private static Earlier read(Path file, InputStream in, long size, IdTable table)
      throws IOException, Refusal {
    Fingerprint ids = new Fingerprint();
    long items = 0;
    long failed = 0;
    long end = 0;
    boolean unended = false;
    try (LineReader lines = new LineReader(in, LONGEST)) {
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        One one = line.isBlank() ? null : one(line.bytes());
        if (one == null && !line.isBlank()) {
          if (line.ended()) {
            throw new Refusal(
                "%s, line %d, is no result of a batch: --resume goes on with the output of one. Write to another file, or take that line out."
                    .formatted(file, line.number()));
          }
          break; // half a line, when something ended the run
        }
        if (one != null) {
          table.put(ids.of(one.id()), one.known());
          items++;
          failed += one.failed() ? 1 : 0;
          unended = !line.ended();
        }
        end = line.ended() ? lines.position() : size;
      }
    }
    return new Earlier(items, failed, end, unended);
  }

  private record One(String id, int known, boolean failed) {}

  /** Null = it is none. */
  private static @Nullable One one(byte[] text) {
    String id = null;
    int known = IdTable.DONE | IdTable.OF_ANY_LINE;
    boolean failed = false;
    try (JsonParser parser = Json.read(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("custom_id") && value == JsonToken.VALUE_STRING) {
          id = parser.getText();
        } else if (name.equals("error")) {
          failed = value != JsonToken.VALUE_NULL;
          parser.skipChildren();
        } else if (name.equals("ai_lb") && value == JsonToken.START_OBJECT) {
          known = known(parser, known);
        } else {
          parser.skipChildren();
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return whole && id != null ? new One(id, known, failed) : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static int known(JsonParser parser, int otherwise) throws IOException {
    int known = otherwise;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("hash") && value == JsonToken.VALUE_STRING) {
        known = IdTable.DONE | IdTable.line(Fingerprint.parse(parser.getText()));
      } else {
        parser.skipChildren();
      }
    }
    return known;
  }

  /** Without what was only half written. */
  void repair(OutFile out) throws IOException {
    if (out.size() > end) {
      out.cutTo(end);
    }
    if (unended) {
      out.add(new byte[] {'\n'});
    }
  }
}
