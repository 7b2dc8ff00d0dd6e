package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller of OpenAI Chat can say (translation, sections 3.1 and 3.2). */
class RequestReaderTest {

  @Test
  void numbersKeepTheirDigits() {
    ChatRequest request =
        Requests.with(
            "\"temperature\":0.70,\"top_p\":0.90,\"top_k\":40,\"seed\":9007199254740993,"
                + "\"presence_penalty\":-0.5,\"frequency_penalty\":1");

    assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("0.70"));
    assertThat(request.sampling().topP()).isEqualTo(new BigDecimal("0.90"));
    assertThat(request.sampling().topK()).isEqualByComparingTo(BigDecimal.valueOf(40));
    assertThat(request.sampling().seed()).isEqualTo(new BigInteger("9007199254740993"));
    assertThat(request.sampling().presencePenalty()).isEqualTo(new BigDecimal("-0.5"));
    assertThat(request.sampling().frequencyPenalty()).isEqualByComparingTo(BigDecimal.ONE);
  }

  @Test
  void bothSpellingsOfTheLimitAreOne() {
    assertThat(Requests.with("\"max_tokens\":5").maxOutputTokens()).isEqualTo(5);
    assertThat(Requests.with("\"max_completion_tokens\":6,\"max_tokens\":5").maxOutputTokens())
        .isEqualTo(6);
    assertThat(Requests.with("\"max_tokens\":-1").maxOutputTokens()).isNull();
  }

  @Test
  void oneStopIsAListOfOne() {
    assertThat(Requests.with("\"stop\":\"END\"").sampling().stop()).containsExactly("END");
    assertThat(Requests.with("\"stop\":[\"a\",\"b\"]").sampling().stop()).containsExactly("a", "b");
    assertThat(Requests.with("\"stop\":null").sampling().stop()).isEmpty();
  }

  @Test
  void theSmallFieldsAreRead() {
    ChatRequest request =
        Requests.with(
            "\"n\":2,\"logprobs\":true,\"top_logprobs\":3,\"reasoning_effort\":\"xhigh\","
                + "\"verbosity\":\"low\",\"store\":true,\"metadata\":{\"a\":\"b\"},"
                + "\"user\":\"old\",\"safety_identifier\":\"new\",\"prompt_cache_key\":\"k\","
                + "\"service_tier\":\"flex\",\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}");

    assertThat(request.sampling().choices()).isEqualTo(2);
    assertThat(request.sampling().logprobs()).isTrue();
    assertThat(request.sampling().topLogprobs()).isEqualTo(3);
    assertThat(request.reasoning().effort()).isEqualTo(Effort.XHIGH);
    assertThat(request.verbosity()).isEqualTo("low");
    assertThat(request.store()).isTrue();
    assertThat(request.metadata()).containsEntry("a", "b");
    assertThat(request.userId()).isEqualTo("new");
    assertThat(request.cacheKey()).isEqualTo("k");
    assertThat(request.tier()).isEqualTo("flex");
    assertThat(request.usageInStream()).isTrue();
    assertThat(request.foreign()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"logit_bias\":{\"50256\":-100}",
        "\"prediction\":{\"type\":\"content\",\"content\":\"x\"}",
        "\"web_search_options\":{\"a\":1}",
        "\"web_search_options\":{}",
        "\"moderation\":{\"a\":1}",
        "\"audio\":{\"voice\":\"a\"}",
        "\"modalities\":[\"text\",\"audio\"]",
        "\"functions\":[{\"name\":\"f\"}]",
        "\"invented\":1"
      })
  void whatOnlyThisDialectHasIsNamed(String member) {
    String name = member.substring(1, member.indexOf('"', 1));

    assertThat(Requests.with(member).foreign()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"logit_bias\":{}",
        "\"logit_bias\":null",
        "\"modalities\":[\"text\"]",
        "\"invented\":false",
        "\"invented\":[]",
        "\"prediction\":null",
        "\"prompt_cache_options\":{\"mode\":\"implicit\"}",
        "\"prompt_cache_retention\":\"24h\"",
        "\"stream_options\":{\"include_obfuscation\":false}"
      })
  void whatSaysNothingIsNoObstacle(String member) {
    assertThat(Requests.with(member).foreign()).isEmpty();
  }

  @Test
  void whatOnlyThisDialectHasInsideOfFieldsIsNamedWithItsPath() {
    ChatRequest request =
        Requests.read(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"a\"},"
                + "{\"type\":\"file\",\"file\":{\"file_id\":\"file_1\"}},"
                + "{\"type\":\"hologram\"}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"audio\":{\"id\":\"a1\"}}],"
                + "\"tools\":[{\"type\":\"web_search\"}],"
                + "\"tool_choice\":{\"type\":\"web_search\"},"
                + "\"response_format\":{\"type\":\"grammar\"},"
                + "\"reasoning_effort\":\"heroic\"}");

    assertThat(request.foreign())
        .containsOnlyKeys(
            "messages[0].content[1].file.file_id",
            "messages[0].content[2].type=hologram",
            "messages[1].audio",
            "tools[0].type=web_search",
            "tool_choice.type=web_search",
            "response_format.type=grammar",
            "reasoning_effort=heroic");
  }

  @Test
  void leadingInstructionsStandApartAndLaterOnesInTheirPlace() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"system\",\"content\":\"a\"},"
                + "{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"b\"}]},"
                + "{\"role\":\"user\",\"content\":\"c\"},"
                + "{\"role\":\"system\",\"content\":\"d\"}");

    assertThat(request.instructions()).containsExactly(new Part.Text("a"), new Part.Text("b"));
    assertThat(request.turns())
        .containsExactly(
            Requests.user(new Part.Text("c")),
            new Turn(Turn.Role.SYSTEM, List.of(new Part.Text("d"))));
  }

  @Test
  void partsOfAMessageAreRead() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"user\",\"name\":\"Ann\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"a\",\"prompt_cache_breakpoint\":"
                + "{\"mode\":\"explicit\",\"ttl\":\"12h\"}},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x.example/a.png\","
                + "\"detail\":\"auto\"}},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\","
                + "\"detail\":\"low\"}},"
                + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"BBBB\","
                + "\"format\":\"wav\"}},"
                + "{\"type\":\"file\",\"file\":{\"filename\":\"n.pdf\","
                + "\"file_data\":\"data:application/pdf;base64,CCCC\"}},"
                + "{\"type\":\"file\",\"file\":{"
                + "\"file_data\":\"data:text/plain;charset=utf-8;base64,SGk=\"}}]}");

    assertThat(request.turns())
        .containsExactly(
            Requests.user(
                new Part.Text("a", new CacheMark(Duration.ofHours(12))),
                new Part.Image(new Source.Link("https://x.example/a.png", null), null, null),
                new Part.Image(new Source.Inline("image/png", "AAAA"), "low", null),
                new Part.Audio("BBBB", "wav", null),
                new Part.Document(new Source.Inline("application/pdf", "CCCC"), "n.pdf", null),
                new Part.Document(new Source.Plain("Hi"), null, null)));
  }

  @Test
  void whatTheAssistantSaidAndCalledIsReadInOrder() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"user\",\"content\":\"q\"},"
                + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                + "{\"type\":\"refusal\",\"refusal\":\"b\"}],\"reasoning_content\":\"hm\","
                + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{"
                + " \\\"x\\\": 1.0 }\"}},"
                + "{\"id\":\"c2\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"x ="
                + " 1\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"{\\\"error\\\":\\\"e\\\"}\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"fine\"}");

    assertThat(request.turns().subList(1, 4))
        .containsExactly(
            Requests.assistant(
                new Part.Text("a"),
                new Part.Refusal("b"),
                new Part.ToolCall("c1", "f", "{ \"x\": 1.0 }", false, null, null),
                new Part.ToolCall("c2", "g", "x = 1", true, null, null)),
            Requests.user(
                new Part.ToolResult(
                    "c1", null, List.of(new Part.Text("{\"error\":\"e\"}")), true, false, null)),
            Requests.user(
                new Part.ToolResult(
                    "c2", null, List.of(new Part.Text("fine")), false, true, null)));
  }

  @Test
  void theOldFormOfCallsInAHistoryKeepsItsPairs() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"user\",\"content\":\"q\"},"
                + "{\"role\":\"assistant\",\"content\":null,"
                + "\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"role\":\"function\",\"name\":\"f\",\"content\":\"r\"}");

    Part.ToolCall call = (Part.ToolCall) request.turns().get(1).parts().get(0);
    Part.ToolResult result = (Part.ToolResult) request.turns().get(2).parts().get(0);
    assertThat(call.name()).isEqualTo("f");
    assertThat(result.callId()).isEqualTo(call.id());
    assertThat(result.name()).isEqualTo("f");
  }

  @Test
  void toolsAndTheirChoiceAreRead() {
    ChatRequest request =
        Requests.with(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
                + "\"description\":\"d\",\"parameters\":{\"type\":\"object\"},\"strict\":true}},"
                + "{\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"format\":"
                + "{\"type\":\"text\"}}}],\"parallel_tool_calls\":false,"
                + "\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":"
                + "{\"mode\":\"required\",\"tools\":[{\"type\":\"function\","
                + "\"function\":{\"name\":\"f\"}}]}}");

    assertThat(request.tools())
        .containsExactly(
            new Tool("f", "d", Requests.json("{\"type\":\"object\"}"), true, false, null),
            new Tool("g", null, Requests.json("{\"type\":\"text\"}"), null, true, null));
    assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Subset(List.of("f"), true));
    assertThat(request.parallelToolCalls()).isFalse();
  }

  @Test
  void everyWordAndFormOfAChoiceIsRead() {
    assertThat(choice("\"auto\"")).isEqualTo(ToolChoice.AUTO);
    assertThat(choice("\"none\"")).isEqualTo(ToolChoice.NONE);
    assertThat(choice("\"required\"")).isEqualTo(ToolChoice.REQUIRED);
    assertThat(choice("\"any\"")).isEqualTo(ToolChoice.REQUIRED);
    assertThat(choice("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"))
        .isEqualTo(new ToolChoice.One("f"));
    assertThat(choice("{\"type\":\"custom\",\"custom\":{\"name\":\"g\"}}"))
        .isEqualTo(new ToolChoice.One("g"));
    assertThat(choice("null")).isNull();
  }

  private static Object choice(String choice) {
    return Requests.with("\"tool_choice\":" + choice).toolChoice();
  }

  @Test
  void formsOfTheAnswerAreRead() {
    assertThat(Requests.with("\"response_format\":{\"type\":\"text\"}").output())
        .isEqualTo(OutputFormat.TEXT);
    assertThat(Requests.with("\"response_format\":{\"type\":\"json_object\"}").output())
        .isEqualTo(OutputFormat.JSON);
    assertThat(
            Requests.with(
                    "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                        + "{\"name\":\"n\",\"description\":\"d\",\"schema\":{},\"strict\":false}}")
                .output())
        .isEqualTo(new OutputFormat.Schema("n", "d", Requests.json("{}"), false));
  }

  @Test
  void whatTheDialectForbidsIsNamedWithItsPath() {
    malformed("{\"model\":\"m\"}", "messages");
    malformed("{\"messages\":[]}", "messages");
    malformed("{\"messages\":[{\"content\":\"a\"}]}", "messages[0].role");
    malformed("{\"messages\":[{\"role\":\"robot\",\"content\":\"a\"}]}", "messages[0].role");
    malformed("{\"messages\":[{\"role\":\"user\"}]}", "messages[0].content");
    malformed("{\"messages\":[{\"role\":\"user\",\"content\":5}]}", "messages[0].content");
    malformed(
        "{\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"https://x.example\"}}]}]}",
        "messages[0].content");
    malformed(
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"data:image/png,%00\"}}]}]}",
        "messages[0].content[0].image_url.url");
    malformed("{\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}", "messages[0].tool_call_id");
    malformed("{" + Requests.HI + ",\"temperature\":\"hot\"}", "temperature");
    malformed("{" + Requests.HI + ",\"max_tokens\":1.5}", "max_tokens");
    malformed("{" + Requests.HI + ",\"max_tokens\":0}", "max_tokens");
    malformed("{" + Requests.HI + ",\"n\":0}", "n");
    malformed("{" + Requests.HI + ",\"stop\":[1]}", "stop[0]");
    malformed("{" + Requests.HI + ",\"tools\":[{\"type\":\"function\"}]}", "tools[0].function");
    malformed("{" + Requests.HI + ",\"tool_choice\":\"maybe\"}", "tool_choice");
    malformed("{" + Requests.HI + ",\"metadata\":{\"a\":1}}", "metadata.a");
  }

  private static void malformed(String body, String field) {
    assertThatThrownBy(() -> Requests.read(body))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.field()).isEqualTo(field));
  }
}
