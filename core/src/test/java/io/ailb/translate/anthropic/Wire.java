package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReaderOptions;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Target.Policy;
import io.ailb.translate.neutral.Turn;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** Short words for what the tests of this package say over and over. */
final class Wire {
  static final String OLD = "2023-06-01";

  private Wire() {}

  /** JSON with apostrophes for quotation marks. */
  static ObjectNode json(String text) {
    return exact(text.replace('\'', '"'));
  }

  static ObjectNode exact(String text) {
    ObjectNode object = Json.object(text);
    if (object == null) {
      throw new AssertionError("no object: " + text);
    }
    return object;
  }

  static ChatRequest.Builder asking(String text) {
    ChatRequest.Builder request = ChatRequest.builder();
    request.turns.add(user(new Part.Text(text)));
    return request;
  }

  static Turn user(Part... parts) {
    return new Turn(Turn.Role.USER, List.of(parts));
  }

  static Turn assistant(Part... parts) {
    return new Turn(Turn.Role.ASSISTANT, List.of(parts));
  }

  static Part.ToolCall call(String id, String name, String arguments) {
    return new Part.ToolCall(id, name, arguments, false, null, null);
  }

  static Part.ToolResult result(String id, String text) {
    return new Part.ToolResult(id, null, List.of(new Part.Text(text)), false, false, null);
  }

  /** An endpoint, changed as a test needs it. */
  static final class Endpoint {
    private Capabilities can =
        new Capabilities(EnumSet.allOf(Feature.class), 4, ReasoningStyle.EFFORT);
    private Policy policy = Policy.SKIP;
    private Long maxOutput;
    private Long defaultMaxTokens;
    private String version;

    Endpoint without(Feature feature) {
      can = can.with(feature, false);
      return this;
    }

    Endpoint thinks(ReasoningStyle style) {
      can = new Capabilities(can.features(), can.maxStops(), style);
      return this;
    }

    Endpoint policy(Policy policy) {
      this.policy = policy;
      return this;
    }

    Endpoint maxOutput(long tokens) {
      maxOutput = tokens;
      return this;
    }

    Endpoint defaultMaxTokens(long tokens) {
      defaultMaxTokens = tokens;
      return this;
    }

    Endpoint version(String version) {
      this.version = version;
      return this;
    }

    Target target() {
      return new Target(
          Dialect.ANTHROPIC,
          "anthropic",
          "claude-x",
          can,
          policy,
          maxOutput,
          defaultMaxTokens,
          version,
          false);
    }

    ObjectNode write(ChatRequest.Builder request) {
      return AnthropicCodec.INSTANCE.writeRequest(request.build(), target());
    }
  }

  static Endpoint endpoint() {
    return new Endpoint();
  }

  static ObjectNode write(ChatRequest.Builder request) {
    return endpoint().write(request);
  }

  /** All events of a stream that breaks off after these. */
  static List<AnswerEvent> read(String... events) {
    return read(Stream.of(events).map(Wire::json).toList());
  }

  static List<AnswerEvent> read(List<ObjectNode> events) {
    List<AnswerEvent> read = new ArrayList<>();
    AnswerReader reader = AnthropicCodec.INSTANCE.answerReader(ReaderOptions.USUAL);
    events.forEach(event -> reader.event(event, read::add));
    reader.end(read::add);
    return read;
  }

  static List<AnswerEvent> readWhole(ObjectNode body) {
    List<AnswerEvent> read = new ArrayList<>();
    AnthropicCodec.INSTANCE.answerReader(ReaderOptions.USUAL).whole(body, read::add);
    return read;
  }

  static AnswerFrame frame() {
    return new AnswerFrame(
        ChatRequest.builder().build(), "claude-x", 1_800_000_000L, AnswerFrame.Framing.EVENTS);
  }

  /** What a stream's writer makes of these. */
  static String stream(AnswerEvent... events) {
    return written(AnthropicCodec.INSTANCE.streamWriter(frame()), List.of(events));
  }

  static ObjectNode whole(AnswerEvent... events) {
    return exact(written(AnthropicCodec.INSTANCE.wholeWriter(frame()), List.of(events)));
  }

  static String written(AnswerWriter writer, List<AnswerEvent> events) {
    Utf8 bytes = new Utf8();
    events.forEach(event -> writer.write(event, bytes));
    return new String(bytes.take(), StandardCharsets.UTF_8);
  }

  /** The data of a stream's events, each checked against its name. */
  static List<ObjectNode> events(String stream) {
    List<ObjectNode> events = new ArrayList<>();
    for (String block : stream.split("\n\n", -1)) {
      if (block.isEmpty() || block.startsWith(":")) {
        continue;
      }
      String[] lines = block.split("\n", -1);
      ObjectNode data = exact(lines[1].substring("data: ".length()));
      if (!lines[0].equals("event: " + data.path("type").asText())) {
        throw new AssertionError("name and type differ: " + block);
      }
      events.add(data);
    }
    return events;
  }
}
