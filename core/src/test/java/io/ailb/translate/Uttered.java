package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import io.ailb.translate.openai.ToolErrors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says in a dialect, line by line: its normal form there. What is lost between
 * writing and reading (translation, section 3) is listed here, each beside the name of its dialect,
 * and nowhere else. In all of them: where one turn ends and the next of the same side begins, names
 * of tools that are not legal everywhere, and what is chosen of tools where there are none.
 */
final class Uttered {
  private static final String WAVED_THROUGH =
      Base64.getEncoder()
          .encodeToString("skip_thought_signature_validator".getBytes(StandardCharsets.UTF_8));

  private final Dialect dialect;
  private final Target target;
  private final List<String> lines = new ArrayList<>();

  /** Texts of a side in a row that the dialect joins. */
  private String joining = "";

  private Uttered(Dialect dialect) {
    this.dialect = dialect;
    this.target = Fuzzed.target(dialect, Target.Policy.SKIP, EnumSet.allOf(Feature.class));
  }

  static List<String> of(ChatRequest request, Dialect dialect) {
    Uttered uttered = new Uttered(dialect);
    uttered.request(request);
    return uttered.lines;
  }

  private boolean is(Dialect... dialects) {
    return List.of(dialects).contains(dialect);
  }

  private void line(String name, @Nullable Object value) {
    if (value != null) {
      lines.add(name + ": " + value);
    }
  }

  private void request(ChatRequest request) {
    instructions(request);
    for (Turn turn : request.turns()) {
      if (turn.role() != Turn.Role.SYSTEM || !is(Dialect.GEMINI)) {
        turn.parts().forEach(part -> part(turn.role(), part));
      }
    }
    endJoin();
    tools(request);
    output(request.output());
    sampling(request.sampling());
    line("limit", limit(request.maxOutputTokens()));
    if (!is(Dialect.ANTHROPIC) || !forces(request)) { // Anthropic: who must call does not think
      line("effort", request.reasoning().effort());
    }
    line("tier", tier(request.tier()));
    if (!is(Dialect.GEMINI)) { // Gemini: nobody asks for anybody
      line("user", request.userId());
    }
    line("verbosity", request.verbosity());
    line("cache key", request.cacheKey());
    line("metadata", new ArrayList<>(request.metadata().entrySet()));
    if (is(Dialect.OPENAI_CHAT) && Boolean.TRUE.equals(request.store())) {
      line("store", true); // Chat: not to store is the default; Responses: we never ask for it
    }
  }

  private static boolean forces(ChatRequest request) {
    ToolChoice choice = request.toolChoice();
    return choice instanceof ToolChoice.Required || choice instanceof ToolChoice.One;
  }

  private void instructions(ChatRequest request) {
    List<Part.Text> texts = new ArrayList<>(request.instructions());
    if (is(Dialect.GEMINI)) { // Gemini: system texts have one place, at the beginning
      request.turns().stream()
          .filter(turn -> turn.role() == Turn.Role.SYSTEM)
          .forEach(turn -> turn.parts().forEach(part -> texts.add((Part.Text) part)));
    }
    if (is(Dialect.OPENAI_RESPONSES)) { // Responses: they are one text, without marks
      String joined =
          String.join(
              "\n\n", texts.stream().map(Part.Text::text).filter(t -> !t.isEmpty()).toList());
      line("instructions", joined.isEmpty() ? null : joined);
      return;
    }
    texts.forEach(text -> text("instruction", text.text(), text.cache()));
  }

  private static String tag(Turn.Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Responses, Gemini: an empty text says nothing; Anthropic: nor does a blank one. */
  private void text(String who, String text, @Nullable CacheMark cache) {
    if (!isNothing(text) || is(Dialect.OPENAI_CHAT)) {
      line(who, text + marked(cache));
    }
  }

  private boolean isNothing(String text) {
    return is(Dialect.ANTHROPIC) ? text.isBlank() : text.isEmpty();
  }

  private static String marked(@Nullable CacheMark cache) {
    return cache == null ? "" : " <- cached " + cache.ttl();
  }

  private void part(Turn.Role role, Part part) {
    String who = tag(role);
    if (part instanceof Part.Text text) {
      if (is(Dialect.OPENAI_CHAT) && role == Turn.Role.ASSISTANT) {
        joining += text.text(); // Chat: what the assistant says is one text
        return;
      }
      boolean unmarked = is(Dialect.OPENAI_RESPONSES) && role == Turn.Role.ASSISTANT;
      text(who, text.text(), unmarked ? null : text.cache());
      return;
    }
    if (part instanceof Part.Refusal refusal) {
      endJoin();
      line(who + " refuses", refusal.text());
    } else if (part instanceof Part.Reasoning thought) {
      if (!is(Dialect.OPENAI_CHAT)) { // Chat: thoughts are nobody's input
        line(who + " thinks", thought.text() + " " + thought.opaque());
      }
    } else if (part instanceof Part.ToolCall call) {
      endJoin();
      line(
          who + (call.custom() ? " calls free " : " calls ") + target.toolName(call.name()),
          id(call.id()) + arguments(call) + secret(call) + marked(call.cache()));
    } else if (part instanceof Part.ToolResult result) {
      endJoin();
      result(who, result);
    } else {
      endJoin();
      line(who, media(part));
    }
  }

  private void endJoin() {
    if (!joining.isEmpty()) {
      line("assistant", joining);
      joining = "";
    }
  }

  private String id(String id) {
    return switch (dialect) {
      case ANTHROPIC -> CallIds.conform(id, Integer.MAX_VALUE);
      case OPENAI_RESPONSES -> id.length() > 64 ? CallIds.conform(id, 64) : id;
      case OPENAI_CHAT -> id.length() > 40 ? CallIds.conform(id, 40) : id;
      case GEMINI -> id;
    };
  }

  /** Gemini: the first call of a step has a signature; unsigned, one that waves it through. */
  private static String secret(Part.ToolCall call) {
    Opaque secret = call.opaque();
    return secret == null || secret.value().equals(WAVED_THROUGH) ? "" : " " + secret;
  }

  /** Anthropic and Gemini: arguments are an object, of which the spelling is not kept. */
  private String arguments(Part.ToolCall call) {
    return is(Dialect.ANTHROPIC, Dialect.GEMINI)
        ? " " + Json.object(call.arguments())
        : " " + call.arguments();
  }

  private void result(String who, Part.ToolResult result) {
    List<Part> parts = new ArrayList<>(result.parts());
    CacheMark mark = is(Dialect.GEMINI) ? null : result.cache();
    if (is(Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC)) {
      parts.removeIf(part -> part instanceof Part.Text text && isNothing(text.text()));
    }
    boolean openAi = is(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES);
    if (openAi) {
      // OpenAI: a mark is one on the last text, and a failure is a text that says so.
      mark = null;
    }
    line(
        who + " answers",
        id(result.callId())
            + (result.error() ? " error" : "")
            + (result.custom() ? " free" : "")
            + marked(mark));
    if (openAi) {
      texts(who, result, parts);
    } else if (is(Dialect.GEMINI)) {
      wrapped(who, result, parts);
    } else {
      parts.forEach(part -> line(who + " with", inside(part)));
    }
  }

  private void texts(String who, Part.ToolResult result, List<Part> parts) {
    List<String> texts = new ArrayList<>();
    CacheMark mark = result.cache();
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        texts.add(text.text());
        mark = text.cache() == null ? mark : text.cache();
      }
    }
    if (result.error()) {
      String joined = String.join(is(Dialect.OPENAI_CHAT) ? "" : "\n", texts);
      texts = new ArrayList<>(List.of(ToolErrors.of(joined)));
    }
    boolean last = parts.isEmpty() || parts.get(parts.size() - 1) instanceof Part.Text;
    String marked = last && !texts.isEmpty() ? marked(mark) : "";
    line(who + " with", texts.isEmpty() ? List.of("") : texts);
    line(who + " with", marked.isEmpty() ? null : marked);
    parts.stream().filter(part -> !(part instanceof Part.Text)).forEach(p -> line(who, media(p)));
  }

  /** Gemini: all texts of a result are one, or one object. */
  private void wrapped(String who, Part.ToolResult result, List<Part> parts) {
    List<String> texts = new ArrayList<>();
    parts.forEach(
        part -> {
          if (part instanceof Part.Text text) {
            texts.add(text.text());
          }
        });
    String joined = String.join("\n", texts);
    JsonNode parsed = joined.startsWith("{") ? Json.parse(joined) : null;
    String said = parsed == null ? joined : parsed.toString();
    if (result.error() && (parsed == null || !parsed.has("error"))) {
      said =
          parsed == null
              ? Json.object().put("error", said).toString()
              : Json.object().set("error", parsed).toString();
    }
    boolean files = !parts.isEmpty() && parts.size() > texts.size();
    if (!files || !(said.isEmpty() || said.equals("{}"))) { // Gemini: beside files, no words
      line(who + " with", said);
    }
    parts.stream().filter(part -> !(part instanceof Part.Text)).forEach(p -> line(who, media(p)));
  }

  private String inside(Part part) {
    return part instanceof Part.Text text ? text.text() + marked(text.cache()) : media(part);
  }

  private String media(Part part) {
    if (part instanceof Part.Image image) {
      return "image " + image.source() + image.detail() + marked(image.cache());
    }
    if (part instanceof Part.Document document) {
      return "document " + known(document.source()) + title(document) + marked(document.cache());
    }
    if (part instanceof Part.Audio audio) {
      return "audio " + audio.format() + " " + audio.base64() + marked(audio.cache());
    }
    return part.toString();
  }

  /** Anthropic: what is no text is a PDF. */
  private Source known(Source source) {
    return is(Dialect.ANTHROPIC) && source instanceof Source.Link link
        ? new Source.Link(link.url(), "application/pdf")
        : is(Dialect.ANTHROPIC) ? source : plain(source);
  }

  /** Responses, Gemini: a text that is a file comes back as bytes. */
  private static Source plain(Source source) {
    return source instanceof Source.Plain plain
        ? new Source.Inline(
            "text/plain",
            Base64.getEncoder().encodeToString(plain.text().getBytes(StandardCharsets.UTF_8)))
        : source;
  }

  /** OpenAI: a file has a name; Gemini: it has none. */
  private String title(Part.Document document) {
    if (is(Dialect.GEMINI)) {
      return "";
    }
    boolean openAi = !is(Dialect.ANTHROPIC);
    boolean link = document.source() instanceof Source.Link;
    if (document.title() != null || !openAi || link) {
      return " " + document.title();
    }
    boolean text =
        plain(document.source()) instanceof Source.Inline i && i.mimeType().startsWith("text/");
    return text ? " document.txt" : " document.pdf";
  }

  private void tools(ChatRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    for (Tool tool : request.tools()) {
      line(
          "tool " + target.toolName(tool.name()) + (tool.custom() ? " free" : ""),
          tool.description() + " " + schema(tool) + strict(tool) + marked(tool.cache()));
    }
    line("choice", request.toolChoice() == null ? null : choice(request.toolChoice()));
    boolean none = is(Dialect.ANTHROPIC) && request.toolChoice() instanceof ToolChoice.None;
    if (!is(Dialect.GEMINI) && !none) { // Anthropic: it is a part of the choice
      line("parallel", request.parallelToolCalls());
    }
  }

  private String choice(ToolChoice choice) {
    if (choice instanceof ToolChoice.One one) {
      return "one " + target.toolName(one.name());
    }
    if (choice instanceof ToolChoice.Subset subset) {
      if (is(Dialect.GEMINI) && subset.required() && subset.names().size() == 1) {
        return choice(new ToolChoice.One(subset.names().get(0))); // Gemini: the same
      }
      return (subset.required() ? "any of " : "some of ")
          + subset.names().stream().map(target::toolName).toList();
    }
    return choice.toString();
  }

  /** A function without parameters is one whose object has no properties. */
  private static String schema(Tool tool) {
    JsonNode schema = tool.schema();
    return schema == null || schema.path("properties").isEmpty() ? "nothing" : schema.toString();
  }

  /** Responses: strict or not is always said; Anthropic: only strict; Gemini: never. */
  private String strict(Tool tool) {
    return switch (dialect) {
      case GEMINI -> "";
      case OPENAI_RESPONSES, ANTHROPIC -> Boolean.TRUE.equals(tool.strict()) ? " strict" : "";
      case OPENAI_CHAT -> " " + tool.strict();
    };
  }

  private void output(OutputFormat output) {
    if (output instanceof OutputFormat.Schema schema && is(Dialect.ANTHROPIC, Dialect.GEMINI)) {
      line("output", schema.schema()); // Anthropic, Gemini: it always binds, and has no name
    } else {
      line("output", output);
    }
  }

  private void sampling(Sampling sampling) {
    if (!is(Dialect.ANTHROPIC)) { // Anthropic: newer models are not told how to choose
      line("temperature", sampling.temperature());
      line("top-p", sampling.topP());
      line("top-k", sampling.topK());
    }
    line("seed", sampling.seed());
    line("presence", sampling.presencePenalty());
    line("frequency", sampling.frequencyPenalty());
    line("stop", sampling.stop());
    line("logprobs", sampling.logprobs() + " " + sampling.topLogprobs());
    line("choices", sampling.choices());
  }

  /** Anthropic: there always is one. */
  private @Nullable Long limit(@Nullable Long limit) {
    return is(Dialect.ANTHROPIC) && limit == null ? Long.valueOf(8192) : limit;
  }

  /** Anthropic: all tiers but the usual one are automatic; Gemini: automatic is not said. */
  private @Nullable String tier(@Nullable String tier) {
    if (tier == null || (is(Dialect.GEMINI) && tier.equals("auto"))) {
      return null;
    }
    return is(Dialect.ANTHROPIC) && !tier.equals("default") ? "auto" : tier;
  }
}
