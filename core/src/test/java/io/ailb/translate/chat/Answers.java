package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.TreeMap;

/** Answers as events, and what is to be seen in them. */
final class Answers {
  private Answers() {}

  /** Events of a stream, given the data of each of its events. */
  static List<AnswerEvent> streamed(String... data) {
    List<AnswerEvent> events = new ArrayList<>();
    AnswerReader reader = ChatCodec.INSTANCE.answerReader(ReaderOptions.USUAL);
    for (String one : data) {
      if (one.equals("[DONE]")) {
        reader.done(events::add);
      } else {
        reader.event(object(one), events::add);
      }
    }
    reader.end(events::add);
    return events;
  }

  /** Events of a stream, given its bytes; its lines are simple. */
  static List<AnswerEvent> streamed(byte[] sse) {
    return streamed(
        new String(sse, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring("data: ".length()))
            .toArray(String[]::new));
  }

  static List<AnswerEvent> whole(String body) {
    List<AnswerEvent> events = new ArrayList<>();
    ChatCodec.INSTANCE.answerReader(ReaderOptions.USUAL).whole(object(body), events::add);
    return events;
  }

  static ObjectNode object(String text) {
    ObjectNode object = Json.object(text);
    if (object == null) {
      throw new AssertionError("no object: " + text);
    }
    return object;
  }

  /** A chunk with such a delta for choice 0. */
  static String delta(String delta) {
    return chunk("{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}");
  }

  static String finish(String reason) {
    return chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}");
  }

  static String chunk(String choice) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\","
        + "\"choices\":["
        + choice
        + "]}";
  }

  static AnswerFrame frame(boolean usageInStream) {
    ChatRequest.Builder request = ChatRequest.builder();
    request.usageInStream = usageInStream;
    return new AnswerFrame(request.build(), "asked", 1_000, AnswerFrame.Framing.EVENTS);
  }

  static String written(AnswerWriter writer, List<AnswerEvent> events) {
    Utf8 to = new Utf8();
    events.forEach(event -> writer.write(event, to));
    return new String(to.take(), StandardCharsets.UTF_8);
  }

  static String stream(List<AnswerEvent> events) {
    return written(ChatCodec.INSTANCE.streamWriter(frame(true)), events);
  }

  static ObjectNode body(List<AnswerEvent> events) {
    return object(written(ChatCodec.INSTANCE.wholeWriter(frame(true)), events));
  }

  /** The same events with the fragments of each part as one, so that borders do not matter. */
  static List<AnswerEvent> joined(List<AnswerEvent> events) {
    List<AnswerEvent> joined = new ArrayList<>();
    TreeMap<String, StringBuilder> texts = new TreeMap<>();
    for (AnswerEvent event : events) {
      if (event instanceof AnswerEvent.Delta delta) {
        texts
            .computeIfAbsent(delta.choice() + "/" + delta.part(), key -> new StringBuilder())
            .append(delta.text());
        continue;
      }
      if (event instanceof AnswerEvent.PartClose close) {
        StringBuilder text = texts.remove(close.choice() + "/" + close.part());
        if (text != null) {
          joined.add(new AnswerEvent.Delta(close.choice(), close.part(), text.toString()));
        }
      }
      joined.add(event);
    }
    return joined;
  }

  /** All text of a kind. */
  static String text(List<AnswerEvent> events, AnswerEvent.Kind kind) {
    StringBuilder text = new StringBuilder();
    for (AnswerEvent.PartOpen part : parts(events)) {
      if (part.kind() == kind) {
        text.append(text(events, part));
      }
    }
    return text.toString();
  }

  static String text(List<AnswerEvent> events, AnswerEvent.PartOpen part) {
    StringBuilder text = new StringBuilder();
    for (AnswerEvent.Delta delta : all(events, AnswerEvent.Delta.class)) {
      if (delta.choice() == part.choice() && delta.part() == part.part()) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  static List<AnswerEvent.PartOpen> parts(List<AnswerEvent> events) {
    return all(events, AnswerEvent.PartOpen.class);
  }

  /** Calls as {@code id name arguments}. */
  static List<String> calls(List<AnswerEvent> events) {
    return parts(events).stream()
        .filter(part -> part.toolName() != null)
        .map(part -> part.toolId() + " " + part.toolName() + " " + text(events, part))
        .toList();
  }

  static AnswerEvent.Finish finish(List<AnswerEvent> events) {
    return all(events, AnswerEvent.Finish.class).get(0);
  }

  static Usage usage(List<AnswerEvent> events) {
    List<AnswerEvent.UsageUpdate> updates = all(events, AnswerEvent.UsageUpdate.class);
    return updates.isEmpty() ? Usage.NONE : updates.get(updates.size() - 1).usage();
  }

  static AnswerEvent last(List<AnswerEvent> events) {
    return events.get(events.size() - 1);
  }

  static <E> List<E> all(List<AnswerEvent> events, Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
