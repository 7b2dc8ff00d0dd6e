package io.ailb.simulator.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.simulator.dialect.Reply.Finish;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer has the shape of the fixture of its case and dialect. */
class ShapesTest {
  private static final ToolCall WEATHER =
      new ToolCall(
          "A1", "get_weather", List.of("{\"ci", "ty\":\"Por", "to\",", "\"unit\":\"celsius\"}"));
  private static final ToolCall PORTO =
      new ToolCall("A1", "get_weather", List.of("{\"city\"", ":\"Porto\"}"));
  private static final ToolCall OSLO =
      new ToolCall("B2", "get_weather", List.of("{\"city\":\"O", "slo\"}"));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          text-basic, openai-chat
          text-basic, openai-responses
          text-basic, anthropic
          text-basic, gemini
          max-tokens, openai-chat
          max-tokens, openai-responses
          max-tokens, anthropic
          max-tokens, gemini
          json-schema, openai-chat
          json-schema, openai-responses
          json-schema, anthropic
          json-schema, gemini
          tool-call, openai-chat
          tool-call, openai-responses
          tool-call, anthropic
          tool-call, gemini
          parallel-tool-calls, openai-chat
          parallel-tool-calls, openai-responses
          parallel-tool-calls, anthropic
          tool-result, openai-chat
          tool-result, openai-responses
          tool-result, anthropic
          tool-result, gemini
          reasoning, openai-chat
          reasoning, openai-responses
          reasoning, anthropic
          reasoning, gemini
          """)
  void answersAndStreams(String name, String dialect) throws Refusal {
    String file = name + "/" + dialect;
    String body = Fixture.text(file + ".request.json");

    Answer whole = write(dialect, body, reply(name), Framing.WHOLE);
    assertThat(shape(whole.body())).isEqualTo(shape(Fixture.text(file + ".response.json")));

    Answer stream = write(dialect, streamed(body), reply(name), Framing.SSE);
    assertThat(Fixture.shapeOfStream(bytes(stream)))
        .isEqualTo(Fixture.shapeOfStream(Fixture.text(file + ".stream.sse")));
  }

  @Test
  void parallelCallsOfGeminiButForTheirOptionalIds() {
    Answer stream = new GeminiGenerate("m", Framing.SSE).write(reply("parallel-tool-calls"));

    assertThat(Fixture.shapeOfStream(bytes(stream).replaceAll(",\"id\":\"gc_\\w+\"", "")))
        .isEqualTo(Fixture.shapeOfStream(Fixture.text("parallel-tool-calls/gemini.stream.sse")));
  }

  @Test
  void theUsageChunkComesOnlyWhenAskedForAndAfterNullsOnEveryOther() throws Refusal {
    Answer answer =
        write(
            "openai-chat",
            Fixture.text("stream-usage/openai-chat.request.json"),
            reply("text-basic"),
            Framing.SSE);
    String fixture = Fixture.text("stream-usage/openai-chat.stream.sse");

    assertThat(Fixture.shapeOfStream(bytes(answer)))
        .isEqualTo(Fixture.shapeOfStream(fixture.replaceAll(",\"obfuscation\":\"q7Zr\"", "")));
  }

  @Test
  void aGeminiStreamWithoutSseIsOneArray() {
    Answer answer = new GeminiGenerate("m", Framing.JSON_ARRAY).write(reply("text-basic"));

    JsonNode array = Json.tree(bytes(answer));
    assertThat(array).hasSize(3);
    assertThat(array.get(2).path("candidates").get(0).path("finishReason").asText())
        .isEqualTo("STOP");
  }

  @Test
  void embeddings() throws Refusal {
    Answer openai = answer(new OpenAiEmbeddings(null), "embeddings/openai-chat");
    Answer gemini = answer(new GeminiEmbeddings("gemini-embedding-001", true), "embeddings/gemini");

    assertThat(shape(openai.body()))
        .isEqualTo(shape(Fixture.text("embeddings/openai-chat.response.json")));
    assertThat(shape(gemini.body()))
        .isEqualTo(shape(Fixture.text("embeddings/gemini.response.json")));
    assertThat(Json.tree(openai.body()).path("data").get(0).path("embedding")).hasSize(3);
  }

  @Test
  void azureAddsWhatItsFilterFound() throws Refusal {
    String body = Fixture.text("text-basic/openai-chat.request.json");
    OpenAiChat azure = new OpenAiChat(OpenAiChat.Host.AZURE, "my-deployment");
    Ask ask = azure.read(Fixture.request("openai-chat", body));
    JsonNode whole = Json.tree(azure.write(ask, reply("text-basic")).body());
    Ask streamed = azure.read(Fixture.request("openai-chat", streamed(body)));
    JsonNode first = Json.tree(azure.write(streamed, reply("text-basic")).body());

    assertThat(whole.path("model").asText()).isEqualTo("my-deployment");
    assertThat(whole.at("/choices/0/content_filter_results/hate/severity").asText())
        .isEqualTo("safe");
    assertThat(first.path("choices")).isEmpty();
    assertThat(first.path("prompt_filter_results")).hasSize(1);
  }

  private static Answer answer(Operation operation, String file) throws Refusal {
    Request request = Fixture.request("", Fixture.text(file + ".request.json"));
    return operation.answer(operation.read(request), new Speaker("e", List.of(), 5));
  }

  private static Answer write(String dialect, String body, Reply reply, Framing framing)
      throws Refusal {
    Request request = Fixture.request(dialect, body);
    return switch (dialect) {
      case "openai-chat" -> {
        OpenAiChat chat = new OpenAiChat(OpenAiChat.Host.OPENAI, null);
        yield chat.write(chat.read(request), reply);
      }
      case "openai-responses" -> {
        OpenAiResponses responses = new OpenAiResponses();
        yield responses.write(responses.read(request), reply);
      }
      case "anthropic" -> {
        AnthropicMessages messages = new AnthropicMessages();
        yield messages.write(messages.read(request), reply);
      }
      default -> {
        GeminiGenerate generate = new GeminiGenerate("gemini-3.8-flash", framing);
        generate.read(request);
        yield generate.write(reply);
      }
    };
  }

  private static Reply reply(String name) {
    List<String> text = List.of("One", " or", " two.");
    return switch (name) {
      case "max-tokens" -> new Reply("id", text, List.of(), Finish.LENGTH, 19, 16);
      case "tool-call" -> new Reply("id", List.of(), List.of(WEATHER), Finish.TOOL_CALLS, 71, 19);
      case "parallel-tool-calls" ->
          new Reply("id", text, List.of(PORTO, OSLO), Finish.TOOL_CALLS, 74, 44);
      case "reasoning" ->
          new Reply("id", List.of("Hm", "m"), 9, text, List.of(), Finish.STOP, 33, 20);
      default -> new Reply("id", text, List.of(), Finish.STOP, 14, 11);
    };
  }

  private static String streamed(String body) {
    return ((ObjectNode) Json.tree(body)).put("stream", true).toString();
  }

  private static Object shape(String json) {
    return Fixture.shape("", Json.tree(json));
  }

  private static String bytes(Answer answer) {
    StringBuilder bytes = new StringBuilder();
    for (Event event : answer.events()) {
      bytes.append(answer.framing().frame(event, bytes.isEmpty()));
    }
    return Objects.toString(bytes.append(answer.framing().end()));
  }
}
