package io.ailb.simulator.rule;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GeminiRulesTest {
  private static final String BASE =
      """
      {"contents": [{"role": "user", "parts": [{"text": "hi"}]}],
       "tools": [{"functionDeclarations": [{"name": "weather"}]}]}""";
  private static final Requests GEMINI =
      new Requests(BASE, body -> GeminiRules.check(body, "gemini-3.8-flash"));
  private static final Requests OLDER =
      new Requests(BASE, body -> GeminiRules.check(body, "gemini-2.5-pro"));

  private static Stream<Path> fixtures() {
    return Requests.fixtures("gemini");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyFixtureIsTaken(Path file) {
    assertThatCode(() -> GeminiRules.check(Requests.read(file), "gemini-3.8-flash"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"messages": []}                                          | Unknown name "messages": Cannot find field.
          {"generationConfig": {"stop": []}}                        | Unknown name "stop" at 'generation_config': Cannot find field.
          {"generationConfig": {"temperature": 3}}                  | must be in the range [0.0, 2.0]
          {"generationConfig": {"maxOutputTokens": 0}}              | max_output_tokens must be positive
          {"generationConfig": {"stopSequences": ["a", "b", "c", "d", "e", "f"]}} | must be at most 5
          {"generationConfig": {"seed": 5000000000}}                | Invalid value at 'generation_config.seed' (TYPE_INT32)
          {"generationConfig": {"responseJsonSchema": {}}}          | requires a JSON response mime type
          {"generationConfig": {"responseMimeType": "application/json", "responseSchema": {"additionalProperties": false}}} | Unknown name "additionalProperties"
          {"generationConfig": {"responseMimeType": "application/json", "responseJsonSchema": {"const": 1}}} | unsupported JSON schema keyword 'const'
          {"generationConfig": {"thinkingConfig": {"thinkingBudget": 1, "thinkingLevel": "LOW"}}} | only one of thinking budget and thinking level
          {"tools": [{"functionDeclarations": [{"name": "1a"}]}]}   | Must start with a letter
          {"tools": [{"functionDeclarations": [{"name": "a", "input_schema": {}}]}]} | Unknown name "input_schema"
          {"tools": [{"functionDeclarations": [{"name": "a", "parameters": {"additionalProperties": false}}]}]} | Unknown name "additionalProperties"
          {"tools": [{"functionDeclarations": [{"name": "a"}, {"name": "a"}]}]} | Duplicate function declaration
          {"toolConfig": {"functionCallingConfig": {"mode": "any"}}} | Invalid value at 'tool_config.function_calling_config.mode'
          {"toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["time"]}}} | time is not declared
          {"toolConfig": {"functionCallingConfig": {"allowedFunctionNames": ["weather"]}}} | needs mode ANY or VALIDATED
          {"tools": null, "toolConfig": {"functionCallingConfig": {"mode": "ANY"}}} | without function_declarations
          """)
  void settings(String members, String message) {
    GEMINI.refused(members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"role": "assistant", "parts": [{"text": "x"}]}           | Please use a valid role: user, model.
          {"role": "user", "parts": []}                             | contents.parts must not be empty
          {"role": "user", "parts": [{}]}                           | required oneof field 'data'
          {"role": "user", "parts": [{"text": "x", "inlineData": {}}]} | required oneof field 'data'
          {"role": "user", "parts": [{"type": "text", "text": "x"}]} | Unknown name "type" at 'contents[0].parts[0]'
          {"role": "user", "content": "x"}                          | Unknown name "content" at 'contents[0]'
          {"role": "user", "parts": [{"inlineData": {"data": "AAAA"}}]} | provide a mime type
          {"role": "user", "parts": [{"inlineData": {"mimeType": "image/png", "data": "%"}}]} | Base64 decoding failed
          {"role": "user", "parts": [{"functionResponse": {"name": "weather", "response": {}}}]} | comes immediately after a function call turn
          {"role": "user", "parts": [{"functionResponse": {"name": "weather", "response": "x"}}]} | Invalid value at 'contents[0].parts[0].function_response.response'
          {"role": "user", "parts": [{"functionResponse": {"response": {}}}]} | Name cannot be empty
          {"role": "model", "parts": [{"functionCall": {"name": "weather"}}]} | comes immediately after a user turn
          """)
  void oneContent(String content, String message) {
    GEMINI.refused("{\"contents\": [" + content + "]}", message);
  }

  private static String loop(String calls, String... answers) {
    return """
        {"contents": [{"role": "user", "parts": [{"text": "hi"}]},
          {"role": "model", "parts": [%s]}, {"role": "user", "parts": [%s]}]}"""
        .formatted(calls, String.join(",", answers));
  }

  private static String call(String name, String signature) {
    return "{\"functionCall\": {\"name\": \"%s\"}%s}"
        .formatted(
            name, signature.isEmpty() ? "" : ", \"thoughtSignature\": \"" + signature + "\"");
  }

  private static String answer(String name) {
    return "{\"functionResponse\": {\"name\": \"" + name + "\", \"response\": {}}}";
  }

  @Test
  void everyCallHasItsAnswerInTheNextTurn() throws Violation {
    String calls = call("weather", Opaque.GEMINI_SIGNATURE) + "," + call("time", "");
    GEMINI.taken(loop(calls, answer("time"), answer("weather")));
    GEMINI.refused(loop(calls, answer("weather")), "number of function response parts is equal");
    GEMINI.refused(loop(calls, answer("weather"), answer("other")), "other was not called");
    GEMINI.refused(loop(calls, "{\"text\": \"x\"}"), "number of function response parts is equal");
  }

  @Test
  void theFirstCallOfAStepIsSigned() throws Violation {
    GEMINI.refused(loop(call("weather", ""), answer("weather")), "is missing a thought_signature");
    GEMINI.refused(
        loop(call("weather", "Zm9yZWlnbg=="), answer("weather")), "signature is not valid");
    GEMINI.taken(loop(call("weather", "skip_thought_signature_validator"), answer("weather")));
    OLDER.taken(loop(call("weather", ""), answer("weather")));
  }

  @Test
  void earlierTurnsAreNotLookedInto() throws Violation {
    GEMINI.taken(
        """
        {"contents": [{"role": "user", "parts": [{"text": "hi"}]},
          {"role": "model", "parts": [{"functionCall": {"name": "weather"}}]},
          {"role": "user", "parts": [{"functionResponse": {"name": "weather", "response": {}}}]},
          {"role": "model", "parts": [{"text": "done"}]},
          {"role": "user", "parts": [{"text": "thanks"}]}]}""");
  }
}
