package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items that failed, as lines that can be run again, with the reason. It is made when the first
 * item fails, and has each before the output has it.
 */
final class FailedFile implements Closeable {
  private static final String REASON = "ai_lb_error";

  /** Of a line that is not JSON so much is shown. */
  private static final int SHOWN = 2_000;

  private final Path file;
  private @Nullable OutFile out;

  FailedFile(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  boolean isEmpty() throws IOException {
    return !Files.isRegularFile(file) || Files.size(file) == 0;
  }

  /** The line of an item: its own, with the reason, and with an id if it had none. */
  static byte[] line(Item item, Problem problem) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(item.again().length + 1024);
    line.write('{');
    try {
      Members members = Members.of(item.again());
      if (members.id() == null) {
        line.writeBytes(member(json -> json.writeStringField("custom_id", item.id())));
      }
      for (String name : members.names()) {
        if (!name.equals(REASON)) {
          members.copy(name, line);
          line.write(',');
        }
      }
    } catch (IOException e) { // it is no item
      line.reset();
      line.write('{');
      line.writeBytes(member(json -> json.writeStringField("custom_id", item.id())));
      String shown = new String(item.again(), 0, Math.min(SHOWN, item.again().length), UTF_8);
      line.writeBytes(member(json -> json.writeStringField("ai_lb_line", shown)));
    }
    byte[] reason = member(json -> reason(json, item, problem));
    line.write(reason, 0, reason.length - 1);
    line.writeBytes(new byte[] {'}', '\n'});
    return line.toByteArray();
  }

  /** With a comma behind it. */
  private static byte[] member(Json.Content content) {
    byte[] object = Json.line(content);
    object[object.length - 2] = ',';
    return Arrays.copyOfRange(object, 1, object.length - 1);
  }

  private static void reason(JsonGenerator json, Item item, Problem problem) throws IOException {
    json.writeObjectFieldStart(REASON);
    json.writeStringField("code", problem.code());
    json.writeStringField("message", problem.message());
    json.writeStringField("custom_id", item.id()); // in the output, where it is the only one
    json.writeNumberField("line", item.line());
    json.writeEndObject();
  }

  void add(byte[] line) throws IOException {
    OutFile open = out;
    if (open == null) {
      open = OutFile.of(file);
      out = open;
    }
    open.add(line);
  }

  void force() throws IOException {
    if (out != null) {
      out.force();
    }
  }

  /** Drops what the output does not have: those items are asked again. */
  void keep(IdTable table) throws IOException {
    if (isEmpty()) {
      return;
    }
    Path kept = file.resolveSibling(file.getFileName() + ".tmp");
    boolean dropped = false;
    Fingerprint ids = new Fingerprint();
    try (LineReader lines = new LineReader(Files.newInputStream(file), Integer.MAX_VALUE - 16);
        OutFile rest = fresh(kept)) {
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        String id = id(line.bytes());
        if (id != null && (table.get(ids.of(id)) & IdTable.DONE) != 0) {
          byte[] whole = Arrays.copyOf(line.bytes(), line.bytes().length + 1);
          whole[whole.length - 1] = '\n';
          rest.add(whole);
          dropped |= !line.ended();
        } else {
          dropped = true;
        }
      }
      rest.force();
    }
    if (dropped) {
      Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.delete(kept);
    }
  }

  private static OutFile fresh(Path file) throws IOException {
    Files.deleteIfExists(file);
    return OutFile.of(file);
  }

  private static @Nullable String id(byte[] line) {
    try {
      Members members = Members.of(line);
      Members.Member reason = members.get(REASON);
      if (reason == null || reason.token() != JsonToken.START_OBJECT) {
        return members.string("custom_id");
      }
      return Members.of(members.value(reason)).string("custom_id");
    } catch (IOException e) {
      return null; // half a line, when something ended the run
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
