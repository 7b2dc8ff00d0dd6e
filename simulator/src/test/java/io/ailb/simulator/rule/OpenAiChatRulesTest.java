package io.ailb.simulator.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenAiChatRulesTest {
  private static final String BASE =
      """
      {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}],
       "tools": [{"type": "function", "function": {"name": "weather"}}]}""";
  private static final Requests CHAT = new Requests(BASE, OpenAiChatRules::check);
  private static final Requests HOST = new Requests(BASE, OpenAiHostRules::check);

  private static Stream<Path> fixtures() {
    return Requests.fixtures("openai-chat");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyFixtureIsTaken(Path file) {
    assertThatCode(() -> OpenAiChatRules.check(Requests.read(file))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"top_k": 1}                                          | Unknown parameter: 'top_k'.
          {"temperature": 2.5}                                  | Invalid 'temperature': decimal above maximum value
          {"stop": ["a", "b", "c", "d", "e"]}                   | Invalid 'stop': array too long
          {"reasoning_effort": "huge"}                          | Invalid value: 'huge'. Supported values are: 'high'
          {"service_tier": "standard"}                          | Invalid value: 'standard'
          {"max_tokens": 1, "max_completion_tokens": 1}         | at the same time is not supported
          {"model": "gpt-5.6", "max_tokens": 1}                 | Use 'max_completion_tokens' instead
          {"stream_options": {"include_usage": true}}           | only allowed when 'stream' is enabled
          {"stream": true, "stream_options": {"x": true}}       | Unknown parameter: 'stream_options.x'.
          {"response_format": {"type": "json_object"}}          | must contain the word 'json'
          {"response_format": {"type": "json_schema", "json_schema": {"schema": {}}}} | Missing required parameter: 'response_format.json_schema.name'.
          {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "strict": true, "schema": {"type": "object"}}}} | 'additionalProperties' is required to be supplied and to be false
          {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "strict": true, "schema": {"type": "object", "additionalProperties": false, "properties": {"x": {}}}}}} | Missing 'x'
          {"tools": []}                                         | Invalid 'tools': empty array
          {"tools": [{"type": "function", "name": "weather"}]}  | Unknown parameter: 'tools[0].name'.
          {"tools": [{"type": "function", "function": {"name": "a b"}}]} | string does not match pattern
          {"tools": [{"type": "function", "function": {"name": "a", "strict": true, "parameters": {"type": "object"}}}]} | Invalid schema for function 'a'
          {"tools": null, "tool_choice": "auto"}                | only allowed when 'tools' are specified
          {"tools": null, "parallel_tool_calls": false}         | only allowed when 'tools' are specified
          {"tool_choice": {"type": "function", "function": {"name": "time"}}} | 'time' not found in 'tools' parameter
          {"tool_choice": {"type": "any"}}                      | Invalid value: 'any'
          """)
  void settings(String members, String message) {
    CHAT.refused(members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"role": "model", "content": "x"}                     | Invalid value: 'model'
          {"role": "user"}                                      | expected a string, got null
          {"role": "assistant", "content": null}                | expected a string, got null
          {"role": "user", "content": "x", "id": "y"}           | Unknown parameter: 'messages[0].id'.
          {"role": "user", "content": [{"type": "image", "source": {}}]} | Invalid value: 'image'
          {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,%"}}]} | Expected a base64-encoded data URL
          {"role": "system", "content": [{"type": "image_url", "image_url": {"url": "https://x/y.png"}}]} | Invalid value: 'image_url'
          {"role": "tool", "tool_call_id": "a", "content": "x"} | must be a response to a preceeding message with 'tool_calls'
          {"role": "assistant", "tool_calls": []}               | tool_calls': empty array
          {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "weather", "arguments": {}}}]} | expected a string, but got an object instead
          {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]} | did not have response messages: a
          {"role": "assistant", "tool_calls": [{"id": "a2345678901234567890123456789012345678901", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]} | maximum length 40, but got a string with length 41
          """)
  void oneMessage(String message, String words) {
    CHAT.refused("{\"messages\": [" + message + "]}", words);
  }

  private static String loop(String... after) {
    return """
        {"messages": [{"role": "assistant", "content": null, "tool_calls": [
            {"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{}"}},
            {"id": "b", "type": "function", "function": {"name": "weather", "arguments": "{}"}}]},
          %s]}"""
        .formatted(String.join(",", after));
  }

  private static String answer(String id) {
    return "{\"role\": \"tool\", \"tool_call_id\": \"" + id + "\", \"content\": \"x\"}";
  }

  @Test
  void everyCallIsAnsweredBeforeAnybodySpeaks() throws Violation {
    CHAT.taken(loop(answer("b"), answer("a"), "{\"role\": \"user\", \"content\": \"x\"}"));
    CHAT.refused(loop(answer("a")), "did not have response messages: b");
    CHAT.refused(
        loop(answer("a"), "{\"role\": \"user\", \"content\": \"x\"}", answer("b")),
        "did not have response messages: b");
    CHAT.refused(loop(answer("a"), answer("b"), answer("a")), "must be a response");
    CHAT.refused(
        loop(
            answer("a"),
            "{\"role\": \"tool\", \"tool_call_id\": \"b\", \"content\": [{\"type\":"
                + " \"image_url\", \"image_url\": {\"url\": \"https://x\"}}]}"),
        "Image URLs are only allowed for messages with role 'user'");
  }

  @Test
  void aViolationHasParamAndCode() {
    Violation broken =
        catchThrowableOfType(
            Violation.class, () -> OpenAiChatRules.check(Requests.json("{\"top_k\": 1}")));

    assertThat(broken.param()).isEqualTo("top_k");
    assertThat(broken.code()).isEqualTo("unknown_parameter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"max_completion_tokens": 5}                          | property 'max_completion_tokens' is unsupported
          {"store": false}                                      | property 'store' is unsupported
          {"n": 2}                                              | property 'n' is unsupported
          {"messages": [{"role": "developer", "content": "x"}]} | discriminator property 'role' has invalid value
          {"messages": [{"role": "user", "content": [{"type": "file", "file": {}}]}]} | is unsupported
          {"top_k": 1}                                          | Unknown parameter: 'top_k'.
          """)
  void anOlderHostKnowsLess(String members, String message) {
    HOST.refused(members, message);
  }

  @Test
  void anOlderHostTakesWhatIsOld() throws Violation {
    HOST.taken(
        "{\"max_tokens\": 5, \"messages\": [{\"role\": \"system\", \"content\": \"x\"},"
            + " {\"role\": \"user\", \"content\": \"x\"}]}");
  }
}
