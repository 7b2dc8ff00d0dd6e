package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rule 7 of the fixtures' README: what a translation and the target's own file cannot have in
 * common, because the source's dialect has no word for it, or a coarser one. Both forget it; what
 * the source could say stays.
 */
final class Lost {
  private final ObjectNode source;
  private final Dialect x;
  private final ObjectNode actual;
  private final ObjectNode expected;
  private final Dialect y;

  private Lost(ObjectNode source, Dialect x, ObjectNode actual, ObjectNode expected, Dialect y) {
    this.source = source;
    this.x = x;
    this.actual = actual;
    this.expected = expected;
    this.y = y;
  }

  /** Changes {@code actual} and {@code expected}, both of {@code y}, alike. */
  static void forget(
      ObjectNode source, Dialect x, ObjectNode actual, ObjectNode expected, Dialect y) {
    if (x == y) {
      return;
    }
    Lost lost = new Lost(source, x, actual, expected, y);
    lost.limit();
    lost.sampling();
    lost.effort();
    lost.settings();
    lost.detail();
    lost.schema();
    if (x == Dialect.ANTHROPIC || x == Dialect.GEMINI || y == Dialect.GEMINI) {
      Subset.asOnlyThose(actual, y);
      Subset.asOnlyThose(expected, y);
    }
    Turns turns = new Turns(source, x, y);
    turns.forget(actual);
    turns.forget(expected);
  }

  private void limit() {
    Long said = number(source, x, "maxOutputTokens", "max_completion_tokens", "max_tokens");
    Long want = number(expected, y, "maxOutputTokens", "max_completion_tokens", "max_tokens");
    Long got = number(actual, y, "maxOutputTokens", "max_completion_tokens", "max_tokens");
    // Anthropic must be told one, of its model's at most: from there it is not what others said.
    boolean forced =
        x == Dialect.ANTHROPIC && got != null && got.equals(said) && (want == null || want > said);
    // Section 3.3 finds one by what is configured.
    boolean chosen = y == Dialect.ANTHROPIC && said == null && got != null && got > 0;
    if (forced || chosen) {
      remove("maxOutputTokens", "max_completion_tokens", "max_output_tokens", "max_tokens");
      return;
    }
    // Section 3.8 lets a budget shrink or the limit grow where the one does not fit the other.
    boolean thinks =
        actual.path("thinking").has("budget_tokens")
            && expected.path("thinking").has("budget_tokens");
    if (thinks && said != null && !(said.equals(want) && said.equals(got))) {
      long budget = actual.path("thinking").path("budget_tokens").asLong();
      if (got != null && got >= said && budget >= 1024 && budget < got) {
        remove("max_tokens");
        ((ObjectNode) actual.path("thinking")).remove("budget_tokens");
        ((ObjectNode) expected.path("thinking")).remove("budget_tokens");
      }
    }
  }

  private void sampling() {
    JsonNode seed = settings(source, x).path("seed");
    boolean folded = y == Dialect.GEMINI && !seed.isMissingNode() && !seed.canConvertToInt();
    if (folded && settings(actual, y).path("seed").canConvertToInt()) {
      remove("seed");
    }
    if (x == Dialect.GEMINI && !settings(expected, y).path("seed").canConvertToInt()) {
      remove("seed");
    }
    double warmth = settings(source, x).path("temperature").asDouble();
    if (x == Dialect.ANTHROPIC
        && warmth == 1
        && settings(expected, y).path("temperature").asDouble() > 1) {
      remove("temperature");
    }
    // Some of Anthropic's models take one of the two only (section 3.4).
    if (y == Dialect.ANTHROPIC && source.toString().contains("\"temperature\":")) {
      remove("top_p");
    }
  }

  private void effort() {
    String want = Effort.of(expected, y);
    String got = Effort.of(actual, y);
    // Anthropic does not think with a budget where it has to call (section 3.6).
    String choice = source.at("/tool_choice/type").asText();
    boolean gaveUp = choice.equals("any") || choice.equals("tool");
    if (x == Dialect.ANTHROPIC && gaveUp && Effort.of(source, x) == null) {
      Effort.forget(expected, y);
    }
    if (want == null || got == null) {
      return;
    }
    boolean alike = !want.equals(got) && Effort.isOneWordOf(want, got, source, x);
    // A budget that its limit has cut says less than it was to say; how low none is, is open.
    boolean cut = isCut(source) || (want.equals(got) && isCut(actual));
    boolean none = want.equals(got) && "none".equals(Effort.of(source, x));
    if (alike || cut || none) {
      Effort.forget(expected, y);
      Effort.forget(actual, y);
    }
  }

  private static boolean isCut(ObjectNode body) {
    long budget = body.path("thinking").path("budget_tokens").asLong();
    return budget > 0 && budget >= body.path("max_tokens").asLong() - 1024;
  }

  private void settings() {
    if (x != Dialect.OPENAI_CHAT && y == Dialect.OPENAI_CHAT) {
      remove("store"); // Responses keeps what nobody forbids, others do not say.
    }
    boolean fromOpenAi = x == Dialect.OPENAI_CHAT || x == Dialect.OPENAI_RESPONSES;
    if (!fromOpenAi) {
      remove("verbosity", "prompt_cache_key");
      for (ObjectNode body : List.of(actual, expected)) {
        if (body.path("text") instanceof ObjectNode text) {
          text.remove("verbosity");
        }
        if (y != Dialect.ANTHROPIC) {
          body.remove("metadata");
        }
      }
    }
    String tier = source.path("service_tier").asText("auto").toLowerCase(Locale.ROOT);
    if (x == Dialect.ANTHROPIC && tier.equals("auto")) {
      remove("service_tier", "serviceTier");
    }
  }

  private void detail() {
    if (x == Dialect.ANTHROPIC || (x == Dialect.GEMINI && !mentions(source, "mediaResolution"))) {
      without(actual, "detail");
      without(expected, "detail");
      without(expected, "mediaResolution");
    }
    if (y == Dialect.GEMINI && !mentions(expected, "mediaResolution")) {
      without(actual, "mediaResolution");
    }
  }

  private void schema() {
    boolean free = x == Dialect.OPENAI_CHAT || x == Dialect.OPENAI_RESPONSES;
    boolean alike = free && (y == Dialect.OPENAI_CHAT || y == Dialect.OPENAI_RESPONSES);
    if (!alike) {
      boolean words =
          OutputSchema.hasToldInWords(OutputSchema.of(source))
              || OutputSchema.hasToldInWords(OutputSchema.of(expected));
      OutputSchema.plain(actual, x, words);
      OutputSchema.plain(expected, x, words);
    }
  }

  private static boolean mentions(ObjectNode body, String name) {
    return body.toString().contains("\"" + name + "\":");
  }

  private static void without(JsonNode node, String name) {
    if (node instanceof ObjectNode object) {
      object.remove(name);
    }
    node.forEach(child -> without(child, name));
  }

  private void remove(String... names) {
    for (ObjectNode body : List.of(actual, expected)) {
      for (String name : names) {
        body.remove(name);
        if (body.path("generationConfig") instanceof ObjectNode settings) {
          settings.remove(name);
        }
      }
    }
  }

  private static @Nullable Long number(ObjectNode body, Dialect dialect, String... names) {
    JsonNode holder = settings(body, dialect);
    for (String name : names) {
      if (holder.path(name).isIntegralNumber()) {
        return holder.path(name).longValue();
      }
    }
    JsonNode responses = holder.path("max_output_tokens");
    return responses.isIntegralNumber() ? responses.longValue() : null;
  }

  private static ObjectNode settings(ObjectNode body, Dialect dialect) {
    JsonNode holder = dialect == Dialect.GEMINI ? body.path("generationConfig") : body;
    return holder instanceof ObjectNode object ? object : Json.object();
  }
}
