package io.ailb.simulator.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulator says, and what it will not listen to. */
class RepliesTest {
  private static final Speaker SPEAKER = new Speaker("openai-1", List.of(), 6);

  @Test
  void theTextNamesTheEndpointAndHashesTheQuestion() throws Refusal {
    JsonNode answer =
        chat("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    assertThat(answer.at("/choices/0/message/content").asText())
        .isEqualTo("openai-1 answers #8f434346: lorem ipsum dolor");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(1);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(6);
  }

  @Test
  void theSameQuestionGetsTheSameAnswerByteForByte() throws Refusal {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    assertThat(chat(body)).isEqualTo(chat(body));
  }

  @Test
  void maxTokensCutsTheAnswer() throws Refusal {
    JsonNode answer =
        chat(
            """
            {"model":"m","max_tokens":2,"messages":[{"role":"user","content":"hi"}]}""");

    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("openai-1 answers");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @ParameterizedTest
  @CsvSource({
    "openai-1 answers #8f434346: lo, 'rem ipsum dolor', 3",
    "openai-1 answers #8f434346:, ' lorem ipsum dolor', 3",
    "someone-else answers #8f434346: lorem, ' ipsum dolor', 2",
    "someone-else answers #8f434346: lorem ipsum dolor, '', 0",
    "Well, openai-1 answers #8f434346: lorem ipsum dolor, 6"
  })
  void wordsThatHaveBegunGoOn(String begun, String rest, int tokens) throws Refusal {
    JsonNode answer =
        chat(
            """
            {"model":"m","messages":[{"role":"user","content":"hi"},
              {"role":"assistant","content":"%s"}]}"""
                .formatted(begun));

    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo(rest);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(tokens);
  }

  @Test
  void aUserWhoSaysCallGetsCallsOfTheToolsThereAre() throws Refusal {
    JsonNode answer =
        chat(
            """
            {"model":"m","tools":[
              {"type":"function","function":{"name":"weather"}},
              {"type":"function","function":{"name":"time"}}],
             "messages":[{"role":"user","content":"CALL weather CALL nothing CALL time"}]}""");

    JsonNode calls = answer.at("/choices/0/message/tool_calls");
    assertThat(calls.findValuesAsText("name")).containsExactly("weather", "time");
    assertThat(Json.tree(calls.at("/0/function/arguments").asText()).path("q").asText()).hasSize(8);
    assertThat(calls.at("/0/id")).isNotEqualTo(calls.at("/1/id"));
  }

  @Test
  void theUserMayGiveTheArgumentsAndHaveWordsBesides() throws Refusal {
    JsonNode answer =
        chat(
            """
            {"model":"m","tools":[{"type":"function","function":{"name":"weather"}}],
             "messages":[{"role":"user",
               "content":"SAY something, then CALL weather {\\"b\\": 1.10, \\"a\\": \\"Zürich\\"}"}]}""");

    assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"b\": 1.10, \"a\": \"Zürich\"}");
    assertThat(answer.at("/choices/0/message/content").asText()).startsWith("openai-1 answers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'required'                                                 | weather
          {"type":"function","function":{"name":"time"}}             | time
          'none'                                                     |
          'auto'                                                     |
          """)
  void aChoiceOfToolsIsHeeded(String choice, String called) throws Refusal {
    JsonNode answer =
        chat(
            """
            {"model":"m","tools":[{"type":"function","function":{"name":"weather"}},
               {"type":"function","function":{"name":"time"}}],
             "tool_choice": %s, "messages":[{"role":"user","content":"hi"}]}"""
                .formatted(choice.startsWith("{") ? choice : '"' + choice + '"'));

    assertThat(answer.at("/choices/0/message/tool_calls/0/function/name").textValue())
        .isEqualTo(called);
  }

  @Test
  void afterAToolHasAnsweredTheModelSpeaks() throws Refusal {
    JsonNode answer =
        chat(
            """
            {"model":"m","tools":[{"type":"function","function":{"name":"weather"}}],
             "messages":[{"role":"user","content":"CALL weather"},
               {"role":"assistant","content":null,"tool_calls":[]},
               {"role":"tool","tool_call_id":"x","content":"18 C"}]}""");

    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void aSchemaGetsADocumentThatFollowsIt() throws Refusal {
    JsonNode answer = chat(Fixture.text("json-schema/openai-chat.request.json"));

    JsonNode card = Json.tree(answer.at("/choices/0/message/content").asText());
    assertThat(card.path("title").asText()).startsWith("openai-1 #");
    assertThat(card.path("year").isInt()).isTrue();
    assertThat(card.path("tags").get(0).isTextual()).isTrue();
  }

  @Test
  void embeddingsAreTheSameEverywhereAndAlsoComeInBase64() throws Refusal {
    String floats = "{\"model\":\"m\",\"input\":\"red apple\",\"dimensions\":3}";
    String base64 =
        "{\"model\":\"m\",\"input\":\"red apple\",\"dimensions\":3,\"encoding_format\":\"base64\"}";

    assertThat(embedding(floats, "one")).isEqualTo(embedding(floats, "two"));
    assertThat(embedding(base64, "one").asText()).hasSize(16);
  }

  @Test
  void theModelsAreTheEndpointsOwn() throws Refusal {
    Speaker speaker = new Speaker("e", List.of("one", "two"), 6);
    OpenAiModels all = new OpenAiModels(null);
    OpenAiModels one = new OpenAiModels("one");
    Request get = new Request("GET", "/v1/models", Map.of(), Map.of(), "");

    assertThat(Json.tree(all.answer(all.read(get), speaker).body()).findValuesAsText("id"))
        .containsExactly("one", "two");
    assertThat(Json.tree(one.answer(one.read(get), speaker).body()).path("id").asText())
        .isEqualTo("one");
  }

  @Test
  void tokensAreCountedAsTheUsageTellsThem() throws Refusal {
    String anthropic = Fixture.text("tool-result/anthropic.request.json");
    String gemini = Fixture.text("tool-result/gemini.request.json");

    assertThat(answer(new AnthropicTokenCount(), anthropic).path("input_tokens"))
        .isEqualTo(answer(new AnthropicMessages(), anthropic).at("/usage/input_tokens"));
    assertThat(answer(new GeminiTokenCount("m"), gemini).path("totalTokens"))
        .isEqualTo(
            answer(new GeminiGenerate("m", Framing.WHOLE), gemini)
                .at("/usageMetadata/promptTokenCount"));
  }

  @Test
  void whatIsNoRequestIsRefused() {
    assertRefused(() -> chat("{"), "We could not parse the JSON body of your request.");
    assertRefused(() -> chat("[]"), "We could not parse the JSON body of your request.");
    assertRefused(() -> chat("{\"messages\":[]}"), "you must provide a model parameter");
    assertRefused(() -> chat("{\"model\":\"m\"}"), "Missing required parameter: 'messages'.");
  }

  @Test
  void anthropicWantsItsVersionAndMaxTokens() {
    String ok =
        "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    assertRefused(() -> messages(ok, Map.of()), "anthropic-version: header is required");
    assertRefused(
        () -> messages(ok, Map.of("anthropic-version", "2020-01-01")),
        "anthropic-version: \"2020-01-01\" is not a valid version");
    assertRefused(
        () ->
            messages(
                ok.replace("\"max_tokens\":5,", ""), Map.of("anthropic-version", "2023-06-01")),
        "max_tokens: Field required");
  }

  @Test
  void theNewAnthropicVersionHasNoSampling() throws Refusal {
    String warm =
        """
        {"model":"m","max_tokens":5,"temperature":1,"messages":[{"role":"user","content":"x"}]}""";

    messages(warm, Map.of("anthropic-version", "2023-06-01"));
    assertRefused(
        () -> messages(warm, Map.of("anthropic-version", "2026-10-21")),
        "temperature: Extra inputs are not permitted");
  }

  @Test
  void azureFindsTheDeploymentInThePathAndWantsAnApiVersion() {
    Dialect azure = Dialect.of(Provider.AZURE_OPENAI);
    String path = "/openai/deployments/gpt/chat/completions";

    assertThat(azure.operation(post(path, Map.of("api-version", "2025-01-01")))).isNotNull();
    assertThat(azure.operation(post(path, Map.of()))).isNull();
    assertThat(azure.operation(post("/openai/v1/responses", Map.of()))).isNotNull();
    assertThat(azure.operation(post("/v1/responses", Map.of()))).isNull();
  }

  @Test
  void openAiDoesNotMindThePrefix() {
    Dialect openai = Dialect.of(Provider.OPENAI);

    assertThat(openai.operation(post("/chat/completions", Map.of()))).isNotNull();
    assertThat(openai.operation(post("/api/v4/chat/completions", Map.of()))).isNotNull();
    assertThat(openai.operation(post("/v1/files", Map.of()))).isNull();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(Refusal.class).hasMessage(message);
  }

  private static Request post(String path, Map<String, String> query) {
    return new Request("POST", path, query, Map.of(), "{}");
  }

  private static JsonNode chat(String body) throws Refusal {
    return answer(new OpenAiChat(OpenAiChat.Host.OPENAI, null), body);
  }

  private static JsonNode answer(Operation operation, String body) throws Refusal {
    Ask ask = operation.read(Fixture.request("openai-chat", body));
    return Json.tree(operation.answer(ask, SPEAKER).body());
  }

  private static void messages(String body, Map<String, String> headers) throws Refusal {
    new AnthropicMessages().read(new Request("POST", "/v1/messages", Map.of(), headers, body));
  }

  private static JsonNode embedding(String body, String endpoint) throws Refusal {
    OpenAiEmbeddings embeddings = new OpenAiEmbeddings(null);
    Ask ask = embeddings.read(Fixture.request("", body));
    Answer answer = embeddings.answer(ask, new Speaker(endpoint, List.of(), 6));
    return Objects.requireNonNull(Json.tree(answer.body()).at("/data/0/embedding"));
  }
}
