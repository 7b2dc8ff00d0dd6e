package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.ReaderOptions;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads and writes answers in tests. */
final class Answers {
  private Answers() {}

  static AnswerFrame frame() {
    return new AnswerFrame(ChatRequest.builder().build(), "gpt-5.6", 1, AnswerFrame.Framing.EVENTS);
  }

  static List<AnswerEvent> whole(ObjectNode body) {
    List<AnswerEvent> events = new ArrayList<>();
    reader().whole(body, events::add);
    return events;
  }

  static List<AnswerEvent> stream(String sse) {
    return read(events(sse));
  }

  /** Everything that a stream of these events says, up to its end. */
  static List<AnswerEvent> read(List<ObjectNode> data) {
    List<AnswerEvent> events = new ArrayList<>();
    AnswerReader reader = reader();
    data.forEach(one -> reader.event(one, events::add));
    reader.end(events::add);
    return events;
  }

  private static AnswerReader reader() {
    return ResponsesCodec.INSTANCE.answerReader(ReaderOptions.USUAL);
  }

  static ObjectNode writeWhole(List<AnswerEvent> events, AnswerFrame frame) {
    return object(write(ResponsesCodec.INSTANCE.wholeWriter(frame), events));
  }

  static List<ObjectNode> writeStream(List<AnswerEvent> events, AnswerFrame frame) {
    return events(utf8(write(ResponsesCodec.INSTANCE.streamWriter(frame), events)));
  }

  static byte[] write(AnswerWriter writer, List<AnswerEvent> events) {
    Utf8 to = new Utf8();
    events.forEach(event -> writer.write(event, to));
    return to.take();
  }

  /** The data of a stream's events, each of which has to bear the name that its data says. */
  static List<ObjectNode> events(String sse) {
    List<ObjectNode> data = new ArrayList<>();
    for (String block : sse.split("\n\n", -1)) {
      if (block.isBlank() || block.startsWith(":")) {
        continue;
      }
      String[] lines = block.split("\n", -1);
      assertThat(lines).hasSize(2);
      ObjectNode event = object(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + type(event));
      data.add(event);
    }
    return data;
  }

  static String type(ObjectNode event) {
    return event.path("type").asText();
  }

  /** With the types of numbers that reading gives. */
  static ObjectNode plain(ObjectNode object) {
    return object(Json.text(object));
  }

  static ObjectNode object(byte[] json) {
    return object(utf8(json));
  }

  static ObjectNode object(String json) {
    return Objects.requireNonNull(Json.object(json), json);
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
