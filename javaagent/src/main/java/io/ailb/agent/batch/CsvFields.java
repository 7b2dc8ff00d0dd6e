package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one record by RFC 4180, which may go over several lines. */
final class CsvFields {
  /** What a line has led to. */
  enum State {
    /** The record is whole. */
    WHOLE,
    /** A quote is open: the next line belongs to it. */
    OPEN,
    /** It breaks the rules. */
    BROKEN
  }

  private final List<String> fields = new ArrayList<>();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private boolean quoted;
  private @Nullable String problem;

  /** Takes another line of it. */
  State add(byte[] line) {
    int i = 0;
    if (quoted) {
      field.write('\n');
    } else if (line.length > 0 && line[0] == '"') {
      quoted = true;
      i = 1;
    }
    while (i < line.length) {
      byte b = line[i++];
      boolean atEnd = i == line.length;
      if (quoted && b == '"') {
        if (!atEnd && line[i] == '"') {
          field.write('"');
          i++;
        } else if (atEnd || line[i] == ',') {
          quoted = false;
        } else {
          return broken("text behind a closing quote, at byte " + i);
        }
      } else if (quoted) {
        field.write(b);
      } else if (b == ',') {
        end();
        if (!atEnd && line[i] == '"') {
          quoted = true;
          i++;
        }
      } else if (b == '"') {
        return broken("a quote inside of a field that does not begin with one, at byte " + i);
      } else {
        field.write(b);
      }
    }
    if (quoted) {
      return State.OPEN;
    }
    end();
    return State.WHOLE;
  }

  private State broken(String why) {
    problem = why;
    return State.BROKEN;
  }

  private void end() {
    fields.add(field.toString(UTF_8));
    field.reset();
  }

  List<String> fields() {
    return fields;
  }

  /** Of a broken one. */
  @Nullable String problem() {
    return problem;
  }
}
