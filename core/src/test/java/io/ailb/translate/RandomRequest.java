package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request drawn at random, of everything that a dialect can say. */
final class RandomRequest {
  private final Draw draw;
  private final Dialect dialect;
  private final ChatRequest.Builder request = ChatRequest.builder();
  private int calls;
  private int marks;

  private RandomRequest(Draw draw, Dialect dialect) {
    this.draw = draw;
    this.dialect = dialect;
  }

  static ChatRequest drawn(Draw draw, Dialect dialect) {
    RandomRequest drawn = new RandomRequest(draw, dialect);
    drawn.compose();
    return drawn.request.build();
  }

  private boolean is(Dialect... dialects) {
    return List.of(dialects).contains(dialect);
  }

  private boolean openAi() {
    return is(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES);
  }

  private void compose() {
    for (int i = draw.upTo(3); i > 0; i--) {
      request.instructions.add(new Part.Text(draw.text(), cache()));
    }
    tools();
    for (int i = draw.upTo(3); i > 0; i--) {
      exchange();
    }
    List<Part> asked = said(draw.upTo(3));
    asked.add(new Part.Text("a" + draw.words()));
    request.turns.add(new Turn(Turn.Role.USER, asked));
    request.output = output();
    request.sampling = sampling();
    request.maxOutputTokens = draw.orNull(() -> 1L + draw.upTo(100_000));
    request.reasoning = reasoning();
    request.userId = draw.orNull(() -> draw.letters(1 + draw.upTo(40)));
    request.tier = draw.onceIn(3) ? draw.oneOf("auto", "default", "flex", "priority") : null;
    request.usageInStream = !is(Dialect.OPENAI_CHAT);
    if (openAi()) {
      request.verbosity = draw.onceIn(4) ? draw.oneOf("low", "medium", "high") : null;
      request.cacheKey = draw.orNull(draw::words);
      request.store = draw.orNull(draw::either);
      for (int i = draw.upTo(3); i > 0; i--) {
        request.metadata.put(draw.letters(4), draw.text());
      }
    }
  }

  private @Nullable CacheMark cache() {
    boolean ours = is(Dialect.ANTHROPIC);
    Duration ttl =
        ours ? Duration.ofMinutes(draw.oneOf(5, 60)) : Duration.ofMinutes(draw.oneOf(30, 720));
    if (is(Dialect.GEMINI) || marks == 4 || !draw.onceIn(8)) {
      return null; // of more than four, the last ones are kept
    }
    marks++;
    return new CacheMark(draw.either() ? null : ttl);
  }

  private List<Part> said(int parts) {
    List<Part> said = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      said.add(draw.onceIn(3) ? media() : new Part.Text(draw.text(), cache()));
    }
    return said;
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(draw.words().getBytes(StandardCharsets.UTF_8));
  }

  private Part media() {
    return switch (draw.upTo(is(Dialect.OPENAI_CHAT, Dialect.GEMINI) ? 6 : 5)) {
      case 0 -> new Part.Image(new Source.Inline("image/png", base64()), detail(), cache());
      case 1 ->
          new Part.Image(
              new Source.Link("https://example.org/" + draw.letters(4) + ".png", mime("image/png")),
              detail(),
              cache());
      case 2 -> new Part.Document(new Source.Inline("application/pdf", base64()), title(), cache());
      case 3 ->
          is(Dialect.OPENAI_CHAT)
              ? new Part.Text(draw.words())
              : new Part.Document(
                  new Source.Link(
                      "https://example.org/" + draw.letters(4) + ".pdf", mime("application/pdf")),
                  title(),
                  cache());
      case 4 -> new Part.Document(new Source.Plain(draw.words()), title(), cache());
      default -> new Part.Audio(base64(), draw.oneOf("wav", "mp3"), cache());
    };
  }

  /** Only Gemini says what is at an address. */
  private @Nullable String mime(String type) {
    return is(Dialect.GEMINI) ? type : null;
  }

  private @Nullable String detail() {
    return is(Dialect.ANTHROPIC) || draw.either() ? null : draw.oneOf("low", "high", "original");
  }

  private @Nullable String title() {
    return draw.orNull(() -> draw.letters(5) + ".txt");
  }

  private void exchange() {
    List<Part> asked = said(draw.upTo(2));
    asked.add(new Part.Text("a" + draw.words())); // a turn that says nothing is none
    request.turns.add(new Turn(Turn.Role.USER, asked));
    if (draw.onceIn(5)) {
      request.turns.add(new Turn(Turn.Role.SYSTEM, List.of(new Part.Text(draw.words(), cache()))));
    }
    List<Part> answer = new ArrayList<>();
    if (draw.onceIn(3)) {
      answer.add(thought());
    }
    if (draw.either()) {
      answer.add(new Part.Text(draw.text()));
    }
    if (openAi() && draw.onceIn(6)) {
      answer.add(new Part.Refusal(draw.words()));
    }
    List<Part> results = new ArrayList<>();
    for (int i = request.tools.isEmpty() ? 0 : draw.upTo(4); i > 0; i--) {
      call(answer, results);
    }
    if (!answer.isEmpty()) {
      request.turns.add(new Turn(Turn.Role.ASSISTANT, answer));
    }
    if (!results.isEmpty()) {
      if (draw.onceIn(3)) {
        results.addAll(said(1));
      }
      request.turns.add(new Turn(Turn.Role.USER, results));
    }
  }

  private Part thought() {
    return switch (dialect) {
      case OPENAI_CHAT -> new Part.Reasoning(draw.words(), null);
      case OPENAI_RESPONSES ->
          new Part.Reasoning(
              draw.orNull(draw::words),
              new Opaque(dialect, Opaque.Kind.ENCRYPTED, draw.letters(12)));
      case ANTHROPIC ->
          draw.onceIn(3)
              ? new Part.Reasoning(
                  null, new Opaque(dialect, Opaque.Kind.REDACTED, draw.letters(12)))
              : new Part.Reasoning(
                  draw.words(), new Opaque(dialect, Opaque.Kind.SIGNATURE, draw.letters(12)));
      case GEMINI ->
          new Part.Reasoning(
              draw.words(), new Opaque(dialect, Opaque.Kind.SIGNATURE, draw.letters(12)));
    };
  }

  private void call(List<Part> answer, List<Part> results) {
    Tool tool = draw.oneOf(request.tools);
    String id = (draw.onceIn(5) ? draw.words() : "call_") + calls++;
    String arguments =
        tool.custom() ? draw.words() : draw.onceIn(6) ? "" : Json.text(draw.object());
    Opaque signature =
        is(Dialect.GEMINI) && draw.either()
            ? new Opaque(dialect, Opaque.Kind.SIGNATURE, draw.letters(8))
            : null;
    answer.add(
        new Part.ToolCall(
            id,
            tool.name(),
            arguments,
            tool.custom(),
            signature,
            is(Dialect.ANTHROPIC) ? cache() : null));
    List<Part> said = new ArrayList<>();
    for (int i = draw.upTo(3); i > 0; i--) {
      said.add(new Part.Text(draw.onceIn(4) ? Json.text(draw.object()) : draw.text()));
    }
    if (!is(Dialect.OPENAI_CHAT) && draw.onceIn(6)) {
      said.add(new Part.Image(new Source.Inline("image/png", base64()), null, null));
    }
    boolean error = draw.onceIn(5);
    results.add(new Part.ToolResult(id, null, said, error, tool.custom(), cache()));
  }

  private void tools() {
    for (int i = draw.upTo(4); i > 0; i--) {
      String name = draw.onceIn(5) ? draw.words() : "tool_" + i;
      boolean custom = openAi() && draw.onceIn(5);
      request.tools.add(
          new Tool(
              name + i,
              draw.orNull(draw::text),
              (custom || draw.onceIn(4)) ? null : schema(),
              (custom || is(Dialect.GEMINI)) ? null : draw.orNull(draw::either),
              custom,
              is(Dialect.ANTHROPIC) ? cache() : null));
    }
    if (!request.tools.isEmpty() && draw.either()) {
      List<String> names = request.tools.stream().map(Tool::name).toList();
      request.toolChoice =
          switch (draw.upTo(is(Dialect.ANTHROPIC) ? 4 : 5)) {
            case 0 -> ToolChoice.AUTO;
            case 1 -> ToolChoice.NONE;
            case 2 -> ToolChoice.REQUIRED;
            case 3 -> new ToolChoice.One(draw.oneOf(names));
            default ->
                new ToolChoice.Subset(names.subList(0, 1 + draw.upTo(names.size())), draw.either());
          };
      request.parallelToolCalls = is(Dialect.GEMINI) ? null : draw.orNull(draw::either);
    }
  }

  /** One that every dialect takes as it is, strictly too. */
  private ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("a").put("type", "string").put("description", draw.text());
    properties.putObject("b" + draw.letters(2)).put("type", draw.oneOf("integer", "boolean"));
    var required = schema.putArray("required");
    properties.fieldNames().forEachRemaining(required::add);
    return schema.put("additionalProperties", false);
  }

  private OutputFormat output() {
    if (draw.either()) {
      return OutputFormat.TEXT;
    }
    if (!is(Dialect.ANTHROPIC) && draw.onceIn(3)) {
      return OutputFormat.JSON;
    }
    return openAi()
        ? new OutputFormat.Schema(
            draw.letters(5), draw.orNull(draw::words), schema(), draw.either())
        : new OutputFormat.Schema(null, null, schema(), true);
  }

  private Sampling sampling() {
    boolean many = is(Dialect.OPENAI_CHAT, Dialect.GEMINI);
    List<String> stop = new ArrayList<>();
    for (int i = is(Dialect.OPENAI_RESPONSES) ? 0 : draw.upTo(5); i > 0; i--) {
      stop.add(draw.words());
    }
    boolean logprobs = !is(Dialect.ANTHROPIC) && draw.onceIn(4);
    return new Sampling(
        draw.orNull(draw::number),
        draw.orNull(draw::number),
        is(Dialect.OPENAI_RESPONSES) ? null : draw.orNull(draw::number),
        many ? draw.orNull(() -> BigInteger.valueOf(draw.upTo(1000) - 500)) : null,
        many ? draw.orNull(draw::number) : null,
        many ? draw.orNull(draw::number) : null,
        stop,
        logprobs,
        logprobs ? draw.orNull(() -> draw.upTo(9)) : null,
        many ? 1 + draw.upTo(3) : 1);
  }

  private ReasoningWish reasoning() {
    if (draw.either()) {
      return ReasoningWish.NONE;
    }
    return new ReasoningWish(
        draw.oneOf(
            ReasoningWish.Effort.LOW, ReasoningWish.Effort.MEDIUM, ReasoningWish.Effort.HIGH),
        null,
        null,
        null);
  }
}
