package io.ailb.agent.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/** Reads and writes lines of JSON. */
final class Json {
  /** Prompts may be long. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /** Writes into an object. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static JsonParser read(byte[] text) throws IOException {
    return FACTORY.createParser(text);
  }

  static JsonParser read(byte[] text, int from, int to) throws IOException {
    return FACTORY.createParser(text, from, to - from);
  }

  /** An object on a line of its own. */
  static byte[] line(Content content) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: it is memory
    }
    return line.toByteArray();
  }

  /**
   * The same line with each of its texts, and each name of a member, changed; itself if none is.
   * What is escaped in it is looked at as what it stands for.
   */
  static byte[] changed(byte[] line, UnaryOperator<String> change) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(line.length);
    boolean any = false;
    try (JsonParser from = FACTORY.createParser(line);
        JsonGenerator to = FACTORY.createGenerator(changed)) {
      for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
        boolean name = token == JsonToken.FIELD_NAME;
        if (!name && token != JsonToken.VALUE_STRING) {
          to.copyCurrentEventExact(from);
          continue;
        }
        String text = from.getText();
        String other = change.apply(text);
        any |= !other.equals(text);
        if (name) {
          to.writeFieldName(other);
        } else {
          to.writeString(other);
        }
      }
      to.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: we wrote it
    }
    return any ? changed.toByteArray() : line;
  }

  /** Whether it is one value, whole. */
  static boolean isValue(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
