package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of requests in a form in which what is equivalent is equal (README of the fixtures). Two
 * bodies that are compared are made plain alike.
 */
final class Plain {
  /** Rule 6: opaque or of one dialect's own, compared only inside it. */
  private static final Set<String> OF_ONE_DIALECT =
      Set.of(
          "signature",
          "thoughtSignature",
          "encrypted_content",
          "cache_control",
          "prompt_cache_breakpoint",
          "prompt_cache_options",
          "include",
          "display",
          "includeThoughts",
          "summary");

  /** What Gemini takes in place of a signature that nobody has. */
  private static final String NO_SIGNATURE = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

  private final @Nullable Dialect source;
  private final Map<String, String> ids = new HashMap<>();

  private Plain(@Nullable Dialect source) {
    this.source = source;
  }

  /**
   * A request of {@code dialect}.
   *
   * @param source the dialect that it, or what it is compared with, was translated from
   */
  static JsonNode request(ObjectNode body, Dialect dialect, @Nullable Dialect source) {
    Plain plain = new Plain(source);
    ObjectNode copy = body.deepCopy();
    copy.remove("model");
    copy.remove("stream");
    copy.remove("stream_options");
    switch (dialect) {
      case OPENAI_CHAT -> plain.chat(copy);
      case OPENAI_RESPONSES -> plain.responses(copy);
      case ANTHROPIC -> plain.anthropic(copy);
      case GEMINI -> plain.gemini(copy);
    }
    plain.withoutWhatTheSourceCannotSay(copy);
    withoutDefaults(copy);
    return plain.clean(copy);
  }

  private void chat(ObjectNode body) {
    rename(body, "max_tokens", "max_completion_tokens");
    if (body.path("stop").isTextual()) {
      body.set("stop", Json.array().add(body.get("stop")));
    }
    for (JsonNode each : body.path("messages")) {
      ObjectNode message = (ObjectNode) each;
      if (message.path("role").asText().equals("developer")) {
        message.put("role", "system");
      }
      parts(message, "content", text -> typed("text", text));
      refusal(message);
      for (JsonNode call : message.path("tool_calls")) {
        id((ObjectNode) call, "id");
        if (call.path("function") instanceof ObjectNode function) {
          arguments(function);
        }
      }
      id(message, "tool_call_id");
    }
    body.set("messages", withOneSystemText(body.path("messages")));
    merge(body, "messages", "content");
    if (source != null) {
      body.path("messages").forEach(Plain::withOneText);
    }
  }

  /** Texts of one model turn are joined. */
  private static void withOneText(JsonNode message) {
    if (message.path("role").asText().equals("assistant")
        && message.path("content") instanceof ArrayNode parts) {
      StringBuilder text = new StringBuilder();
      ArrayNode others = Json.array();
      for (JsonNode part : parts) {
        if (part.path("type").asText().equals("text")) {
          text.append(part.path("text").asText());
        } else {
          others.add(part);
        }
      }
      ArrayNode all = Json.array();
      if (!text.isEmpty()) {
        all.add(typed("text", text.toString()));
      }
      ((ObjectNode) message).set("content", all.addAll(others));
    }
  }

  /** Chat has two places for a refusal. */
  private static void refusal(ObjectNode message) {
    JsonNode refusal = message.remove("refusal");
    if (refusal != null && refusal.isTextual()) {
      ArrayNode parts =
          message.path("content") instanceof ArrayNode content ? content : Json.array();
      parts.addObject().put("type", "refusal").set("refusal", refusal);
      message.set("content", parts);
    }
  }

  /** Leading system texts are the same one by one and joined with a blank line. */
  private static ArrayNode withOneSystemText(JsonNode messages) {
    List<String> leading = new ArrayList<>();
    ArrayNode rest = Json.array();
    for (JsonNode message : messages) {
      if (rest.isEmpty() && message.path("role").asText().equals("system")) {
        message.path("content").forEach(part -> leading.add(part.path("text").asText()));
      } else {
        rest.add(message);
      }
    }
    ArrayNode all = Json.array();
    if (!leading.isEmpty()) {
      ObjectNode system = Json.object().put("role", "system");
      system.set("content", Json.array().add(typed("text", String.join("\n\n", leading))));
      all.add(system);
    }
    return all.addAll(rest);
  }

  private static void joinTexts(ObjectNode holder, String name) {
    List<String> texts = new ArrayList<>();
    holder.path(name).forEach(part -> texts.add(part.path("text").asText()));
    if (texts.size() > 1) {
      holder.set(
          name,
          Json.array()
              .add(
                  ((ObjectNode) holder.path(name).get(0)).put("text", String.join("\n\n", texts))));
    }
  }

  private void responses(ObjectNode body) {
    if (body.path("input").isTextual()) {
      ObjectNode message = Json.object().put("type", "message").put("role", "user");
      message.set("content", body.get("input"));
      body.set("input", Json.array().add(message));
    }
    List<String> instructions = new ArrayList<>();
    if (body.path("instructions").isTextual()) {
      instructions.add(body.get("instructions").textValue());
    }
    ArrayNode items = Json.array();
    boolean leading = true;
    for (JsonNode each : body.path("input")) {
      ObjectNode item = (ObjectNode) each;
      String type = item.path("type").asText("message");
      item.remove(List.of("id", "status"));
      if (type.equals("message")) {
        item.put("type", "message");
        parts(item, "content", text -> typed("text", text));
        for (JsonNode part : item.path("content")) {
          String kind = part.path("type").asText();
          if (kind.equals("input_text") || kind.equals("output_text")) {
            ((ObjectNode) part).put("type", "text").remove(List.of("annotations", "logprobs"));
          }
        }
        String role = item.path("role").asText();
        if (role.equals("system")) {
          role = "developer";
          item.put("role", role);
        }
        leading &= role.equals("developer");
        if (leading) {
          item.path("content").forEach(part -> instructions.add(part.path("text").asText()));
          continue;
        }
      }
      leading = false;
      if (type.equals("reasoning") && source != null) {
        continue;
      }
      id(item, "call_id");
      if (type.equals("function_call")) {
        arguments(item);
      }
      if (type.equals("function_call_output")) {
        parts(item, "output", text -> typed("input_text", text));
      }
      items.add(item);
    }
    body.set("input", items);
    merge(body, "input", "content");
    if (!instructions.isEmpty()) {
      body.put("instructions", String.join("\n\n", instructions));
    }
  }

  private void anthropic(ObjectNode body) {
    parts(body, "system", text -> typed("text", text));
    joinTexts(body, "system");
    for (JsonNode message : body.path("messages")) {
      parts((ObjectNode) message, "content", text -> typed("text", text));
      ArrayNode kept = Json.array();
      for (JsonNode block : message.path("content")) {
        String type = block.path("type").asText();
        if (source != null && (type.equals("thinking") || type.equals("redacted_thinking"))) {
          continue;
        }
        // Section 3.2 leaves open whether Anthropic takes a text that is only white space.
        if (block.path("text").isTextual() && block.path("text").textValue().isBlank()) {
          continue;
        }
        id((ObjectNode) block, "id");
        id((ObjectNode) block, "tool_use_id");
        if (type.equals("tool_result")) {
          parts((ObjectNode) block, "content", text -> typed("text", text));
          result((ObjectNode) block);
        }
        kept.add(block);
      }
      ((ObjectNode) message).set("content", kept);
    }
    ArrayNode said = Json.array();
    body.path("messages")
        .forEach(
            message -> {
              if (!message.path("content").isEmpty()) {
                said.add(message);
              }
            });
    body.set("messages", said);
    merge(body, "messages", "content");
  }

  /** A failure is its text or the object that Chat holds it in; no text is the same as none. */
  private static void result(ObjectNode block) {
    ArrayNode kept = Json.array();
    for (JsonNode part : block.path("content")) {
      String text = part.path("text").asText();
      JsonNode object = block.path("is_error").asBoolean() ? Json.object(text) : null;
      if (object != null && object.size() == 1 && object.path("error").isTextual()) {
        ((ObjectNode) part).set("text", object.path("error"));
      }
      if (!part.has("text") || !part.path("text").asText().isEmpty()) {
        kept.add(part);
      }
    }
    block.set("content", kept);
  }

  private void gemini(ObjectNode body) {
    for (JsonNode content : body.path("contents")) {
      if (!content.has("role")) {
        ((ObjectNode) content).put("role", "user");
      }
      ArrayNode kept = Json.array();
      for (JsonNode part : content.path("parts")) {
        // Not even Gemini is sent one back that is not signed.
        boolean signed = source == null && part.has("thoughtSignature");
        if (part.path("thought").asBoolean() && !signed) {
          continue;
        }
        if (part.path("thoughtSignature").asText().equals(NO_SIGNATURE)) {
          ((ObjectNode) part).remove("thoughtSignature");
        }
        // Where a call has no id, its result finds it by name and order: both ways are equal.
        for (String call : List.of("functionCall", "functionResponse")) {
          if (part.has(call)) {
            ((ObjectNode) part.get(call)).remove("id");
            if (call.equals("functionCall") && !part.get(call).has("args")) {
              ((ObjectNode) part.get(call)).set("args", Json.object());
            }
            response(part.path(call));
          }
        }
        if (part.at("/inlineData/mimeType").asText().equals("audio/mpeg")) {
          ((ObjectNode) part.path("inlineData")).put("mimeType", "audio/mp3");
        }
        kept.add(part);
      }
      ((ObjectNode) content).set("parts", kept);
    }
    for (JsonNode tools : body.path("tools")) {
      for (JsonNode function : tools.path("functionDeclarations")) {
        asJsonSchema((ObjectNode) function, "parameters", "parametersJsonSchema");
      }
    }
    if (body.path("generationConfig") instanceof ObjectNode settings) {
      asJsonSchema(settings, "responseSchema", "responseJsonSchema");
    }
    if (body.path("systemInstruction") instanceof ObjectNode system) {
      system.remove("role");
      joinTexts(system, "parts");
    }
    merge(body, "contents", "parts");
  }

  /** Gemini's older form of a schema writes types in upper case. */
  private static void asJsonSchema(ObjectNode holder, String older, String newer) {
    if (holder.path(older).isObject()) {
      lowerTypes(holder.path(older));
      rename(holder, older, newer);
    }
  }

  private static void lowerTypes(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("type").isTextual()) {
      object.put("type", object.path("type").textValue().toLowerCase(Locale.ROOT));
    }
    schema.forEach(Plain::lowerTypes);
  }

  /** A text that is an object is the result itself, wrapped or not; no text is the same as none. */
  private static void response(JsonNode result) {
    JsonNode output = result.path("response").path("output");
    JsonNode object = output.isTextual() ? Json.object(output.textValue()) : null;
    if (object != null && result.path("response").size() == 1) {
      ((ObjectNode) result).set("response", object);
    }
  }

  /** What a body that does not say it means as well. */
  private static void withoutDefaults(ObjectNode body) {
    body.remove(List.of("safetySettings", "labels"));
    withoutNothing(body);
    if (body.path("truncation").asText().equals("disabled")) {
      body.remove("truncation");
    }
    rename(body, "user", "safety_identifier");
    if (body.path("service_tier").asText().equals("auto")) {
      body.remove("service_tier");
    }
    if (body.path("parallel_tool_calls").asBoolean()) {
      body.remove("parallel_tool_calls");
    }
    JsonNode choice = body.path("tool_choice");
    if (choice instanceof ObjectNode object) {
      if (!object.path("disable_parallel_tool_use").asBoolean()) {
        object.remove("disable_parallel_tool_use");
      }
      if (object.size() == 1 && object.path("type").asText().equals("auto")) {
        body.remove("tool_choice");
      }
    } else if (choice.asText().equals("auto")) {
      body.remove("tool_choice");
    }
    if (body.at("/toolConfig/functionCallingConfig/mode").asText().equals("AUTO")) {
      body.remove("toolConfig");
    }
    if (body.path("generationConfig") instanceof ObjectNode settings) {
      withoutNothing(settings);
    }
    withoutNothing(body);
    for (JsonNode tool : body.path("tools")) {
      withoutEmptyProperties(tool, "input_schema");
      withoutEmptyProperties(tool, "parameters");
      withoutEmptyProperties(tool.path("function"), "parameters");
      tool.path("functionDeclarations")
          .forEach(function -> withoutEmptyProperties(function, "parametersJsonSchema"));
    }
  }

  private static void withoutNothing(ObjectNode body) {
    List<String> silent = new ArrayList<>();
    body.properties()
        .forEach(
            member -> {
              boolean one =
                  member.getValue().asInt() == 1
                      && (member.getKey().equals("n") || member.getKey().equals("candidateCount"));
              if (one || (member.getValue().isContainerNode() && member.getValue().isEmpty())) {
                silent.add(member.getKey());
              }
            });
    body.remove(silent);
  }

  /** A tool without arguments. */
  private static void withoutEmptyProperties(JsonNode tool, String name) {
    JsonNode schema = tool.path(name);
    boolean none = schema.path("properties").isEmpty() && schema.path("required").isEmpty();
    if (schema.isObject() && none && !schema.has("$ref") && !schema.has("anyOf")) {
      ((ObjectNode) tool).remove(name);
    }
  }

  /** Rule 7, and what the source's own file therefore cannot have said. */
  private void withoutWhatTheSourceCannotSay(ObjectNode body) {
    if (source == null) {
      return;
    }
    if (source == Dialect.ANTHROPIC || source == Dialect.GEMINI) {
      body.remove("prompt_cache_key");
      for (String path : List.of("response_format/json_schema", "text/format")) {
        JsonNode schema = body.at("/" + path);
        if (schema instanceof ObjectNode object) {
          object.remove(List.of("name", "description", "strict"));
        }
      }
    }
    if (source == Dialect.GEMINI) {
      body.remove(List.of("parallel_tool_calls", "user", "safety_identifier", "metadata"));
      if (body.path("tool_choice") instanceof ObjectNode choice) {
        choice.remove("disable_parallel_tool_use");
      }
      body.path("tools").forEach(Plain::withoutStrict);
      withoutFileNames(body);
    }
  }

  /** Gemini's files have none. */
  private static void withoutFileNames(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("filename", "title"));
    }
    node.forEach(Plain::withoutFileNames);
  }

  private static void withoutStrict(JsonNode tool) {
    ((ObjectNode) tool).remove("strict");
    if (tool.path("function") instanceof ObjectNode function) {
      function.remove("strict");
    }
  }

  private static void merge(ObjectNode body, String turns, String parts) {
    ArrayNode merged = Json.array();
    for (JsonNode turn : body.path(turns)) {
      JsonNode last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last instanceof ObjectNode before
          && turn.has("role")
          && !turn.has("tool_call_id")
          && before.path("role").equals(turn.path("role"))) {
        for (String list : List.of(parts, "tool_calls")) {
          if (turn.path(list) instanceof ArrayNode more) {
            ArrayNode all = before.path(list) instanceof ArrayNode some ? some : Json.array();
            before.set(list, all.addAll(more));
          }
        }
      } else {
        merged.add(turn);
      }
    }
    if (body.has(turns)) {
      body.set(turns, merged);
    }
  }

  private static ObjectNode typed(String type, String text) {
    return Json.object().put("type", type).put("text", text);
  }

  private static void parts(ObjectNode holder, String name, Function<String, ObjectNode> one) {
    JsonNode value = holder.get(name);
    if (value != null && value.isTextual()) {
      holder.set(name, Json.array().add(one.apply(value.textValue())));
    }
  }

  private static void rename(ObjectNode body, String from, String to) {
    JsonNode value = body.remove(from);
    if (value != null) {
      body.set(to, value);
    }
  }

  private static void arguments(ObjectNode call) {
    JsonNode parsed = Json.object(call.path("arguments").asText());
    if (parsed != null) {
      call.set("arguments", parsed);
    }
  }

  private void id(ObjectNode holder, String name) {
    JsonNode id = holder.get(name);
    if (id != null && id.isTextual()) {
      String known = ids.computeIfAbsent(id.textValue(), any -> "call " + (ids.size() + 1));
      holder.set(name, TextNode.valueOf(known));
    }
  }

  /** Without what says nothing: null, what is the default, and, across dialects, rule 6. */
  private JsonNode clean(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode cleaned = Json.array();
      array.forEach(element -> cleaned.add(clean(element)));
      return cleaned;
    }
    if (!(node instanceof ObjectNode object)) {
      return node.isNumber()
          ? Json.object().put("n", node.decimalValue().stripTrailingZeros().toPlainString())
          : node;
    }
    ObjectNode cleaned = Json.object();
    object
        .properties()
        .forEach(
            member -> {
              String name = member.getKey();
              JsonNode value = member.getValue();
              boolean silent =
                  value.isNull()
                      || (name.equals("strict") && value.isBoolean() && !value.booleanValue())
                      || (name.equals("detail") && value.asText().equals("auto"))
                      || (name.equals("is_error") && !value.asBoolean())
                      || (source != null && OF_ONE_DIALECT.contains(name));
              if (!silent) {
                cleaned.set(name, clean(value));
              }
            });
    return cleaned;
  }

  /** What a body says of sampling, by names that all dialects share. */
  static Map<String, String> sampling(ObjectNode body, Dialect dialect) {
    Map<String, String> names = new HashMap<>();
    JsonNode holder = dialect == Dialect.GEMINI ? body.path("generationConfig") : body;
    SAMPLING.forEach(
        (concept, spellings) -> {
          for (String spelling : spellings) {
            if (holder.has(spelling)) {
              names.put(concept, spelling);
            }
          }
        });
    return names;
  }

  private static final Map<String, List<String>> SAMPLING =
      Map.of(
          "temperature", List.of("temperature"),
          "top_p", List.of("top_p", "topP"),
          "top_k", List.of("top_k", "topK"),
          "seed", List.of("seed"),
          "presence", List.of("presence_penalty", "presencePenalty"),
          "frequency", List.of("frequency_penalty", "frequencyPenalty"));

  /** The body without the sampling that not both of a pair state. */
  static ObjectNode shared(
      ObjectNode body, Dialect dialect, Set<String> saidBySource, Set<String> saidByTarget) {
    ObjectNode copy = body.deepCopy();
    sampling(copy, dialect)
        .forEach(
            (concept, spelling) -> {
              if (!saidBySource.contains(concept) || !saidByTarget.contains(concept)) {
                JsonNode holder = dialect == Dialect.GEMINI ? copy.path("generationConfig") : copy;
                ((ObjectNode) holder).remove(spelling);
              }
            });
    return copy;
  }
}
