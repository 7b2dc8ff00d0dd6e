package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.ModelProfile;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that a strict provider had refused. */
class AsProvidersTakeItTest {

  private static ObjectNode written(Dialect from, Dialect to, String model, String request) {
    ModelProfile known = Known.profile(to, model, null);
    Target target =
        new Target(
            to,
            "some-provider",
            model,
            Objects.requireNonNull(known.capabilities().get(to)),
            Target.Policy.SKIP,
            known.maxOutput(),
            null,
            null,
            false);
    byte[] text = request.getBytes(StandardCharsets.UTF_8);
    ObjectNode read = (ObjectNode) Json.parse(text, 0, text.length);
    return Codecs.of(to).writeRequest(Codecs.of(from).readRequest(read), target);
  }

  private static ObjectNode anthropic(String request) {
    return written(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, "claude-opus-5-5", request);
  }

  @Test
  void textsOfBlanksAloneAreLeftOutForAnthropic() {
    ObjectNode written =
        anthropic(
            """
            {"messages": [{"role": "system", "content": " "},
              {"role": "user", "content": [{"type": "text", "text": "\\n"},
                {"type": "text", "text": "hi"}]}]}""");

    assertThat(written.has("system")).isFalse();
    assertThat(written.at("/messages/0/content").toString()).contains("hi").doesNotContain("\\n");
  }

  @Test
  void aSystemTextLeadsWhereNothingIsLeftBeforeIt() {
    ObjectNode written =
        anthropic(
            """
            {"messages": [{"role": "user", "content": " "}, {"role": "system", "content": "brief"},
              {"role": "user", "content": "hi"}]}""");

    assertThat(written.path("system").toString()).contains("brief");
    assertThat(written.at("/messages/0/role").asText()).isEqualTo("user");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void aSchemaOfGeminisIsStrictOnlyIfOpenAiTakesItSo(Dialect to) {
    String request =
        """
        {"contents": [{"parts": [{"text": "hi"}]}], "generationConfig": {
          "responseMimeType": "application/json", "responseJsonSchema": {
            "type": "object", "properties": {"a": {"type": "string"}}, "required": [%s]}}}""";

    assertThat(written(Dialect.GEMINI, to, "gpt-5.6", request.formatted("\"a\"")).toString())
        .contains("\"strict\":true", "\"additionalProperties\":false");
    assertThat(written(Dialect.GEMINI, to, "gpt-5.6", request.formatted("")).toString())
        .doesNotContain("\"strict\":true")
        .doesNotContain("additionalProperties");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES"})
  void aSchemaOfAnthropicsIsStrictOnlyIfOpenAiTakesItSo(Dialect to) {
    String request =
        """
        {"max_tokens": 5, "messages": [{"role": "user", "content": "hi"}], "output_config": {
          "format": {"type": "json_schema", "schema": {"type": "object", "required": [],
            "properties": {"a": {"type": "string"}}, "additionalProperties": false}}}}""";

    assertThat(written(Dialect.ANTHROPIC, to, "gpt-5.6", request).toString())
        .doesNotContain("\"strict\":true");
  }

  @Test
  void whatIsSaidBesideResultsMayStillBeOfTheTurnThatGeminiChecks() {
    ObjectNode written =
        written(
            Dialect.OPENAI_CHAT,
            Dialect.GEMINI,
            "gemini-3.8-flash",
            """
            {"messages": [{"role": "user", "content": "hi"},
              {"role": "assistant", "tool_calls": [{"id": "a", "type": "function",
                "function": {"name": "weather", "arguments": "{}"}}]},
              {"role": "tool", "tool_call_id": "a", "content": "fine"},
              {"role": "user", "content": "and tomorrow?"}],
             "tools": [{"type": "function", "function": {"name": "weather"}}]}""");

    assertThat(written.at("/contents/1/parts/0/thoughtSignature").asText()).isNotEmpty();
  }
}
