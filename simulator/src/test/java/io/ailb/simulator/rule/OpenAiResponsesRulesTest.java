package io.ailb.simulator.rule;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenAiResponsesRulesTest {
  private static final Requests RESPONSES =
      new Requests(
          """
          {"model": "gpt-5.6", "input": "hi",
           "tools": [{"type": "function", "name": "weather", "strict": false,
             "parameters": {"type": "object"}}]}""",
          OpenAiResponsesRules::check);

  private static Stream<Path> fixtures() {
    return Requests.fixtures("openai-responses");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyFixtureIsTaken(Path file) {
    assertThatCode(() -> OpenAiResponsesRules.check(Requests.read(file)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"stop": "x"}                                         | Unknown parameter: 'stop'.
          {"messages": []}                                      | Unknown parameter: 'messages'.
          {"max_tokens": 5}                                     | Unknown parameter: 'max_tokens'.
          {"response_format": {"type": "json_object"}}          | this parameter has moved to 'text.format'
          {"reasoning_effort": "low"}                           | this parameter has moved to 'reasoning.effort'
          {"stream_options": {"include_usage": true}}           | Unknown parameter: 'stream_options.include_usage'.
          {"text": {"format": {"type": "json_schema", "json_schema": {}}}} | Unknown parameter: 'text.format.json_schema'.
          {"text": {"format": {"type": "json_schema", "schema": {}}}} | Missing required parameter: 'text.format.name'.
          {"tools": [{"type": "function", "function": {"name": "a"}}]} | Missing required parameter: 'tools[0].name'.
          {"tools": [{"type": "function", "name": "a", "parameters": {"type": "object"}}]} | Invalid schema for function 'a'
          {"tool_choice": {"type": "function", "function": {"name": "weather"}}} | Unknown parameter: 'tool_choice.function'.
          {"tool_choice": {"type": "function", "name": "time"}} | not found in 'tools' parameter
          {"tools": null, "tool_choice": "none"}                | only allowed when 'tools' are specified
          """)
  void settings(String members, String message) {
    RESPONSES.refused(members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"role": "tool", "content": "x"}                      | Invalid value: 'tool'
          {"role": "user", "content": [{"type": "text", "text": "x"}]} | Invalid value: 'text'
          {"role": "assistant", "content": [{"type": "input_text", "text": "x"}]} | Invalid value: 'input_text'
          {"role": "user", "content": [{"type": "input_image", "image_url": {"url": "https://x"}}]} | expected a string
          {"role": "user", "content": "x", "id": "a"}           | Expected an ID that begins with 'msg'
          {"type": "function_call", "id": "call_1", "call_id": "a", "name": "weather", "arguments": "{}"} | Expected an ID that begins with 'fc'
          {"type": "function_call", "call_id": "a", "name": "weather", "arguments": {}} | expected a string, but got an object
          {"type": "function_call", "call_id": "a", "name": "weather", "arguments": "{}"} | No tool output found for function call a.
          {"type": "function_call", "call_id": "a2345678901234567890123456789012345678901234567890123456789012345", "name": "weather", "arguments": "{}"} | maximum length 64, but got a string with length 65
          {"type": "function_call_output", "call_id": "a", "output": "x"} | No tool call found for function call output with call_id a.
          {"type": "reasoning", "id": "rs_1", "summary": []}    | without its required following item
          {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "foreign"} | could not be verified
          {"type": "tool_use"}                                  | Invalid value: 'tool_use'
          """)
  void oneItem(String item, String message) {
    RESPONSES.refused("{\"input\": [" + item + "]}", message);
  }

  @Test
  void aLoopWithItsReasoningIsTaken() throws Violation {
    RESPONSES.taken(
        """
        {"input": [{"role": "user", "content": "hi"},
          {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "%s"},
          {"type": "function_call", "id": "fc_1", "call_id": "a", "name": "weather",
           "arguments": "{}"},
          {"type": "function_call_output", "call_id": "a", "output": "x"}]}"""
            .formatted(Opaque.OPENAI_ENCRYPTED));
  }
}
