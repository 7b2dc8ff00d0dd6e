package io.ailb.simulator.rule;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AnthropicRulesTest {
  private static final String BASE =
      """
      {"model": "claude-opus-4-1", "max_tokens": 100,
       "tools": [{"name": "weather", "input_schema": {"type": "object"}}],
       "messages": [{"role": "user", "content": "hi"}]}""";
  private static final Requests OLD =
      new Requests(BASE, body -> AnthropicRules.check(body, "2023-06-01"));
  private static final Requests NEW =
      new Requests(
          BASE.replace("claude-opus-4-1", "claude-opus-5-5"),
          body -> AnthropicRules.check(body, "2026-10-21"));

  private static Stream<Path> fixtures() {
    return Requests.fixtures("anthropic");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyFixtureIsTaken(Path file) {
    // The one with sampling is of the older version, to a model of that time.
    boolean sampling = file.toString().contains("sampling");
    String text = Requests.read(file).toString();
    assertThatCode(
            () ->
                AnthropicRules.check(
                    Requests.json(
                        sampling ? text.replace("claude-opus-5-5", "claude-opus-4-1") : text),
                    sampling ? "2023-06-01" : "2026-10-21"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"n": 1}                                              | n: Extra inputs are not permitted
          {"max_tokens": 0}                                     | max_tokens: Input should be greater than or equal to 1
          {"temperature": 1.5}                                  | temperature: range: 0..1
          {"stop_sequences": [""]}                              | each stop sequence must be non-empty
          {"service_tier": "flex"}                              | service_tier: Input should be 'auto' or 'standard_only'
          {"metadata": {"user": "x"}}                           | metadata.user: Extra inputs are not permitted
          {"thinking": {"type": "enabled", "budget_tokens": 9}} | greater than or equal to 1024
          {"thinking": {"type": "enabled", "budget_tokens": 2000}} | `max_tokens` must be greater
          {"max_tokens": 3000, "tool_choice": {"type": "any"}, "thinking": {"type": "enabled", "budget_tokens": 2000}} | Thinking may not be enabled when tool_choice forces tool use
          {"output_config": {"effort": "huge"}}                 | output_config.effort: Input should be
          {"output_config": {"format": {"type": "json_schema", "schema": {"type": "object"}}}} | 'additionalProperties' must be explicitly set to false
          {"output_config": {"format": {"type": "json_schema", "schema": {"type": "string", "minLength": 3}}}} | property 'minLength' is not supported
          {"output_config": {"format": {"type": "json_schema", "schema": {"type": "array", "minItems": 2}}}} | property 'minItems' is not supported
          {"system": [{"type": "text", "text": ""}]}            | system: text content blocks must be non-empty
          """)
  void settings(String members, String message) {
    OLD.refused(members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"tools": [{"name": "a b", "input_schema": {"type": "object"}}]}    | tools.0.custom.name: String should match pattern
          {"tools": [{"name": "a"}]}                                          | tools.0.custom.input_schema: Field required
          {"tools": [{"name": "a", "input_schema": {}}]}                      | tools.0.custom.input_schema.type: Field required
          {"tools": [{"function": {"name": "a"}}]}                             | tools.0.custom.function: Extra inputs are not permitted
          {"tools": [{"name": "a", "parameters": {}, "input_schema": {"type": "object"}}]} | tools.0.custom.parameters: Extra inputs are not permitted
          {"tools": [{"name": "a", "input_schema": {"type": "object"}}, {"name": "a", "input_schema": {"type": "object"}}]} | Tool names must be unique
          {"tool_choice": {"type": "tool", "name": "time"}}                   | Tool 'time' not found in provided tools
          {"tool_choice": {"type": "function"}}                               | tool_choice.type: Input should be
          {"tools": null, "tool_choice": {"type": "auto"}}                    | may only be specified while providing tools
          """)
  void tools(String members, String message) {
    OLD.refused(members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"role": "tool", "content": "x"}                                    | messages.0.role: Input should be 'user' or 'assistant'
          {"role": "system", "content": "x"}                                  | messages.0.role
          {"role": "user", "content": ""}                                     | all messages must have non-empty content
          {"role": "user", "content": []}                                     | all messages must have non-empty content
          {"role": "user", "content": [{"type": "text", "text": ""}]}         | text content blocks must be non-empty
          {"role": "user", "content": [{"type": "text", "text": " "}]}        | text content blocks must contain non-whitespace text
          {"role": "user", "name": "x", "content": "x"}                       | messages.0.name: Extra inputs are not permitted
          {"role": "user", "content": [{"type": "image_url"}]}                | Input tag 'image_url' found using 'type'
          {"role": "user", "content": [{"type": "image", "source": {"type": "base64", "media_type": "image/tiff", "data": "AAAA"}}]} | media_type: Input should be
          {"role": "user", "content": [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "%"}}]} | invalid base64 data
          {"role": "user", "content": [{"type": "tool_use", "id": "a", "name": "weather", "input": {}}]} | `tool_use` blocks can only be in `assistant` messages
          {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a", "content": "x"}]} | unexpected `tool_use_id` found
          {"role": "assistant", "content": "x "}                              | cannot end with trailing whitespace
          {"role": "assistant", "content": [{"type": "thinking", "thinking": "x", "signature": "foreign"}]} | Invalid `signature` in `thinking` block
          {"role": "assistant", "content": [{"type": "tool_use", "id": "a.b", "name": "weather", "input": {}}]} | tool_use.id: String should match pattern
          {"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "weather", "input": "{}"}]} | input: Input should be a valid dictionary
          {"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "weather", "input": {}}]} | without `tool_result` blocks immediately after: a
          """)
  void oneMessage(String message, String words) {
    OLD.refused("{\"messages\": [" + message + "]}", words);
  }

  private static String loop(String... after) {
    return """
        {"messages": [{"role": "user", "content": "hi"},
          {"role": "assistant", "content": [
            {"type": "tool_use", "id": "a", "name": "weather", "input": {}},
            {"type": "tool_use", "id": "b", "name": "weather", "input": {}}]}, %s]}"""
        .formatted(String.join(",", after));
  }

  private static String user(String... blocks) {
    return "{\"role\": \"user\", \"content\": [" + String.join(",", blocks) + "]}";
  }

  private static String result(String id) {
    return "{\"type\": \"tool_result\", \"tool_use_id\": \"" + id + "\", \"content\": \"x\"}";
  }

  private static final String TEXT = "{\"type\": \"text\", \"text\": \"and?\"}";

  @Test
  void everyCallIsAnsweredInTheVeryNextMessageBeforeAnythingElse() throws Violation {
    OLD.taken(loop(user(result("b"), result("a"), TEXT)));
    OLD.refused(loop(user(TEXT, result("a"), result("b"))), "immediately after: a, b");
    OLD.refused(loop(user(result("a"))), "immediately after: b");
    OLD.refused(loop(user(result("a")), user(result("b"))), "immediately after: b");
    OLD.refused(loop(user(result("a"), result("b"), result("a"))), "must have a single result");
    OLD.refused(loop(user(result("a"), result("b"), result("c"))), "unexpected `tool_use_id`");
  }

  @Test
  void fourCacheMarksAndNoMore() throws Violation {
    String marked =
        "{\"type\": \"text\", \"text\": \"x\", \"cache_control\": {\"type\": \"ephemeral\"}}";
    OLD.taken("{\"messages\": [" + user(marked, marked, marked, marked) + "]}");
    OLD.refused(
        "{\"messages\": [" + user(marked, marked, marked, marked, marked) + "]}",
        "A maximum of 4 blocks with cache_control may be provided. Found 5.");
  }

  @Test
  void ownThinkingComesBack() throws Violation {
    OLD.taken(
        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {\"role\": \"assistant\","
            + " \"content\": [{\"type\": \"thinking\", \"thinking\": \"x\", \"signature\": \""
            + Opaque.ANTHROPIC_SIGNATURE
            + "\"}, {\"type\": \"text\", \"text\": \"y\"}]}, {\"role\": \"user\", \"content\":"
            + " \"z\"}]}");
  }

  @Test
  void theNewestModelsAreDifferent() throws Violation {
    String prefill =
        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {\"role\": \"assistant\","
            + " \"content\": \"x\"}]}";
    OLD.taken(prefill);
    NEW.refused(prefill, "does not support assistant message prefill");
    NEW.refused("{\"thinking\": {\"type\": \"disabled\"}}", "is not supported for this model");
    OLD.taken("{\"temperature\": 0.2}");
    NEW.refused("{\"temperature\": 0.2}", "not supported by this model");
    String midway =
        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {\"role\": \"system\","
            + " \"content\": \"x\"}]}";
    NEW.taken(midway);
    OLD.refused(midway, "role 'system' is not supported here");
  }
}
