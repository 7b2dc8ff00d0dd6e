package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.model.Usage;
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
import java.util.stream.Collectors;

/** Answers of Gemini's, to and from events. */
final class Answers {
  private Answers() {}

  static ObjectNode object(String json) {
    ObjectNode object = Json.object(json);
    if (object == null || json.isBlank()) {
      throw new IllegalArgumentException(json);
    }
    return object;
  }

  static List<AnswerEvent> streamed(String... chunks) {
    List<AnswerEvent> events = new ArrayList<>();
    AnswerReader reader = reader();
    for (String chunk : chunks) {
      reader.event(object(chunk), events::add);
    }
    reader.end(events::add);
    return events;
  }

  static List<AnswerEvent> whole(String body) {
    List<AnswerEvent> events = new ArrayList<>();
    reader().whole(object(body), events::add);
    return events;
  }

  static AnswerReader reader() {
    return GeminiCodec.INSTANCE.answerReader(ReaderOptions.USUAL);
  }

  /** The data of a stream's events. */
  static String[] chunks(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toArray(String[]::new);
  }

  static String fixture(String name, String kind) {
    return new String(Fixtures.bytes(name, Dialect.GEMINI, kind), StandardCharsets.UTF_8);
  }

  static AnswerFrame frame(AnswerFrame.Framing framing) {
    return new AnswerFrame(ChatRequest.builder().build(), "gemini-3.8-flash", 0, framing);
  }

  static String written(AnswerWriter writer, List<AnswerEvent> events) {
    Utf8 bytes = new Utf8();
    events.forEach(event -> writer.write(event, bytes));
    return new String(bytes.take(), StandardCharsets.UTF_8);
  }

  static String stream(List<AnswerEvent> events) {
    return written(GeminiCodec.INSTANCE.streamWriter(frame(AnswerFrame.Framing.EVENTS)), events);
  }

  static String array(List<AnswerEvent> events) {
    return written(GeminiCodec.INSTANCE.streamWriter(frame(AnswerFrame.Framing.ARRAY)), events);
  }

  static String wholly(List<AnswerEvent> events) {
    return written(GeminiCodec.INSTANCE.wholeWriter(frame(AnswerFrame.Framing.EVENTS)), events);
  }

  /** What an answer says, whichever pieces it came in: one word or two for each part. */
  static List<String> told(List<AnswerEvent> events) {
    List<String> told = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String head = "";
    for (AnswerEvent event : events) {
      if (event instanceof AnswerEvent.PartOpen open) {
        text.setLength(0);
        head =
            open.choice()
                + " "
                + open.kind()
                + (open.toolName() == null ? "" : " " + open.toolName());
      } else if (event instanceof AnswerEvent.Delta delta) {
        text.append(delta.text());
      } else if (event instanceof AnswerEvent.PartClose) {
        told.add(head + ": " + text);
      } else if (event instanceof AnswerEvent.Finish finish) {
        told.add(finish.choice() + " " + finish.reason());
      } else if (event instanceof AnswerEvent.End) {
        told.add("end");
      } else if (event instanceof AnswerEvent.Failed failed) {
        told.add("failed " + failed.error().kind());
      }
    }
    return told;
  }

  static <T extends AnswerEvent> List<T> only(Class<T> kind, List<AnswerEvent> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).collect(Collectors.toList());
  }

  /** The counts that are the last to come. */
  static Usage usage(List<AnswerEvent> events) {
    List<AnswerEvent.UsageUpdate> updates = only(AnswerEvent.UsageUpdate.class, events);
    return updates.isEmpty() ? Usage.NONE : updates.get(updates.size() - 1).usage();
  }
}
