package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Target.Policy;
import io.ailb.translate.neutral.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a request is said to OpenAI and to hosts of its dialect (translation, section 3). */
class RequestWriterTest {
  private static final Targets OPENAI = Targets.OPENAI;

  /** A host that knows what everybody knows. */
  private static final Targets HOST =
      OPENAI
          .without(
              Feature.OPENAI_EXTRAS,
              Feature.DEVELOPER_ROLE,
              Feature.MAX_COMPLETION_TOKENS,
              Feature.STREAM_USAGE)
          .of("host");

  // Limits, streams and the small fields

  @Test
  void theLimitIsSpelledAsTheHostWantsIt() {
    ChatRequest request = Requests.with("\"max_tokens\":500");

    assertThat(Requests.write(request, OPENAI).path("max_completion_tokens").intValue())
        .isEqualTo(500);
    assertThat(Requests.write(request, HOST).path("max_tokens").intValue()).isEqualTo(500);
    assertThat(Requests.write(request, HOST).has("max_completion_tokens")).isFalse();
  }

  @Test
  void theLimitIsNoMoreThanTheModelCan() {
    ChatRequest request = Requests.with("\"max_tokens\":500");

    assertThat(Requests.write(request, OPENAI.atMost(100)).path("max_completion_tokens").intValue())
        .isEqualTo(100);
  }

  @Test
  void aLimitThatNobodyNamedIsNotInvented() {
    assertThat(Requests.write(Requests.with("\"n\":1"), OPENAI.atMost(100)).fieldNames())
        .toIterable()
        .containsExactly("model", "messages");
  }

  @Test
  void usageIsAlwaysAskedForInAStream() {
    ChatRequest request = Requests.with("\"stream\":true");

    ObjectNode body = Requests.write(request, OPENAI.streamed());
    assertThat(body.path("stream").booleanValue()).isTrue();
    assertThat(body.at("/stream_options/include_usage").booleanValue()).isTrue();
    assertThat(Requests.write(request, HOST.streamed()).has("stream_options")).isFalse();
    assertThat(Requests.write(request, OPENAI).has("stream")).isFalse();
  }

  @Test
  void whatOnlyOpenAiKnowsStaysWithIt() {
    ChatRequest request =
        Requests.with(
            "\"store\":true,\"metadata\":{\"a\":\"b\"},\"service_tier\":\"flex\","
                + "\"prompt_cache_key\":\"k\",\"user\":\"u\",\"verbosity\":\"low\"");
    Target host = HOST.target();

    ObjectNode there = ChatCodec.INSTANCE.writeRequest(request, host);
    ObjectNode openAi = Requests.write(request, OPENAI);

    Set<String> extras =
        Set.of(
            "store",
            "metadata",
            "service_tier",
            "prompt_cache_key",
            "safety_identifier",
            "verbosity");
    assertThat(openAi.fieldNames()).toIterable().containsAll(extras);
    assertThat(openAi.path("safety_identifier").textValue()).isEqualTo("u");
    assertThat(there.fieldNames()).toIterable().doesNotContainAnyElementsOf(extras);
    assertThat(host.dropped()).containsExactlyInAnyOrderElementsOf(extras);
  }

  @Test
  void aLongUserIdIsShortened() {
    ChatRequest request = Requests.with("\"user\":\"" + "u".repeat(300) + "\"");

    assertThat(Requests.write(request, OPENAI).path("safety_identifier").textValue()).hasSize(64);
  }

  @Test
  void theFastestTierOfResponsesIsTheFastOneHere() {
    ChatRequest request = Requests.with("\"service_tier\":\"ultrafast\"");

    assertThat(Requests.write(request, OPENAI).path("service_tier").textValue()).isEqualTo("fast");
  }

  // Sampling

  @ParameterizedTest
  @CsvSource({
    "temperature, 0.5, SAMPLING",
    "top_p, 0.5, SAMPLING",
    "presence_penalty, 0.5, PENALTIES",
    "frequency_penalty, -0.5, PENALTIES"
  })
  void aModelThatTakesNoSamplingLosesItUnlessStrict(String field, String value, Feature feature) {
    ChatRequest request = Requests.with("\"" + field + "\":" + value);
    Target target = OPENAI.without(feature).target();

    assertThat(ChatCodec.INSTANCE.writeRequest(request, target).has(field)).isFalse();
    assertThat(target.dropped()).containsExactly(field);
    refused(request, OPENAI.without(feature).with(Policy.STRICT), field);
    assertThat(Requests.write(request, OPENAI).path(field).decimalValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "temperature, 1.0, SAMPLING",
    "top_p, 0.995, SAMPLING",
    "presence_penalty, 0, PENALTIES",
    "frequency_penalty, 0.0, PENALTIES"
  })
  void aValueThatChangesNothingIsNoLoss(String field, String value, Feature feature) {
    ChatRequest request = Requests.with("\"" + field + "\":" + value);
    Target target = OPENAI.without(feature).with(Policy.STRICT).target();

    assertThat(ChatCodec.INSTANCE.writeRequest(request, target).has(field)).isFalse();
    assertThat(target.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"top_k, TOP_K", "seed, SEED"})
  void whatIsBestEffortAnywayIsDroppedEvenUnderStrict(String field, Feature feature) {
    ChatRequest request = Requests.with("\"" + field + "\":7");
    Target target = OPENAI.without(feature).with(Policy.STRICT).target();

    assertThat(ChatCodec.INSTANCE.writeRequest(request, target).has(field)).isFalse();
    assertThat(target.dropped()).containsExactly(field);
    assertThat(Requests.write(request, OPENAI).path(field).intValue()).isEqualTo(7);
  }

  @Test
  void moreStopsThanPossibleAreAGate() {
    ChatRequest request = Requests.with("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]");

    refused(request, OPENAI, "stop");
  }

  @ParameterizedTest
  @CsvSource({"stop, '\"a\"', STOP", "logprobs, true, LOGPROBS"})
  void reasoningModelsLoseStopAndLogprobsUnlessStrict(String field, String value, Feature feature) {
    ChatRequest request = Requests.with("\"" + field + "\":" + value);

    Targets reasoning = OPENAI.without(feature, Feature.SAMPLING);
    assertThat(Requests.write(request, reasoning).has(field)).isFalse();
    refused(request, reasoning.with(Policy.STRICT), field);
    assertThat(Requests.write(request, OPENAI).has(field)).isTrue();
  }

  @Test
  void chancesOfTokensAreAGateWhereSamplingIsPossible() {
    ChatRequest request = Requests.with("\"logprobs\":true");

    refused(request, OPENAI.without(Feature.LOGPROBS), "logprobs");
  }

  @Test
  void severalChoicesAreAGate() {
    ChatRequest request = Requests.with("\"n\":3");

    assertThat(Requests.write(request, OPENAI).path("n").intValue()).isEqualTo(3);
    refused(request, OPENAI.without(Feature.CHOICES), "n");
    assertThat(Requests.write(request, OPENAI.without(Feature.CHOICES).with(Policy.DROP)).has("n"))
        .isFalse();
  }

  // Form of the answer, reasoning

  @Test
  void jsonAndSchemasAreGates() {
    ChatRequest json = Requests.with("\"response_format\":{\"type\":\"json_object\"}");
    ChatRequest schema =
        Requests.with(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                + "\"schema\":{}}}");

    refused(json, OPENAI.without(Feature.JSON_MODE), "response_format");
    refused(schema, OPENAI.without(Feature.JSON_SCHEMA), "response_format");
  }

  @Test
  void aSchemaWithoutNameIsAResponseAndStrictWhereItCanBe() {
    ObjectNode strict = format("{\"type\":\"object\",\"properties\":{}}");
    ObjectNode open = format("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");

    assertThat(strict)
        .isEqualTo(
            Requests.json(
                "{\"name\":\"response\",\"strict\":true,\"schema\":{\"type\":\"object\","
                    + "\"properties\":{},\"additionalProperties\":false,\"required\":[]}}"));
    assertThat(open)
        .isEqualTo(
            Requests.json(
                "{\"name\":\"response\",\"schema\":{\"type\":\"object\","
                    + "\"properties\":{\"a\":{\"type\":\"string\"}}}}"));
  }

  private static ObjectNode format(String schema) {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.output = new OutputFormat.Schema(null, null, Requests.json(schema), null);
    return (ObjectNode) Requests.write(request.build(), OPENAI).at("/response_format/json_schema");
  }

  @Test
  void aSchemaOfACallerWhoSaidNothingOfStrictStaysAsItIs() {
    ChatRequest request =
        Requests.with(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                + "\"schema\":{\"type\":\"object\",\"properties\":{}}}}");

    assertThat(Requests.write(request, OPENAI).at("/response_format/json_schema"))
        .isEqualTo(
            Requests.json("{\"name\":\"n\",\"schema\":{\"type\":\"object\",\"properties\":{}}}"));
  }

  @ParameterizedTest
  @CsvSource({"-1,", "0, none", "1024, low", "2048, low", "2049, medium", "12289, high"})
  void aBudgetBecomesAnEffort(long budget, String effort) {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.reasoning = new ReasoningWish(null, budget, null, null);

    assertThat(Requests.write(request.build(), OPENAI).path("reasoning_effort").textValue())
        .isEqualTo(effort);
  }

  @Test
  void aModelThatCannotBeToldNotToThinkIsToldToThinkLittle() {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.reasoning = new ReasoningWish(Effort.NONE, null, null, null);
    Targets always = OPENAI.without(Feature.REASONING_OFF);

    assertThat(Requests.write(request.build(), always).path("reasoning_effort").textValue())
        .isEqualTo("low");
  }

  @Test
  void aModelThatCannotBeToldToThinkLosesTheWish() {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.reasoning = new ReasoningWish(Effort.HIGH, null, null, null);
    Targets plain = OPENAI.withoutReasoning();
    Target target = plain.target();

    assertThat(ChatCodec.INSTANCE.writeRequest(request.build(), target).has("reasoning_effort"))
        .isFalse();
    assertThat(target.dropped()).containsExactly("reasoning_effort");
    refused(request.build(), plain.with(Policy.STRICT), "reasoning_effort");
    request.reasoning = new ReasoningWish(Effort.NONE, null, null, null);
    assertThat(Requests.write(request.build(), plain.with(Policy.STRICT)).size()).isEqualTo(2);
  }

  // Messages

  @Test
  void instructionsHaveTheRoleThatTheHostKnows() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"system\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}");

    assertThat(Requests.write(request, OPENAI).at("/messages/0/role").textValue())
        .isEqualTo("developer");
    assertThat(Requests.write(request, HOST).at("/messages/0/role").textValue())
        .isEqualTo("system");
  }

  @Test
  void instructionsInTheMiddleStayThereOrGoToTheFront() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"system\",\"content\":\"b\"}");
    Targets without = HOST.without(Feature.MID_SYSTEM);

    assertThat(roles(Requests.write(request, HOST))).containsExactly("user", "system");
    assertThat(roles(Requests.write(request, without))).containsExactly("system", "user");
    refused(request, without.with(Policy.STRICT), "messages");
  }

  @Test
  void itemsOfOneAnswerAreOneMessageAndResultsFollowAtOnce() {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(new Part.Reasoning("hm", null)),
                Requests.assistant(new Part.Text("I look. ")),
                Requests.assistant(Requests.call("a", "f")),
                Requests.assistant(Requests.call("b", "g")),
                Requests.user(new Part.Text("and?"), Requests.result("a", "1")),
                Requests.user(Requests.result("b", "2")))
            .build();

    ObjectNode body = Requests.write(request, OPENAI);

    assertThat(roles(body)).containsExactly("user", "assistant", "tool", "tool", "user");
    assertThat(body.at("/messages/1/content").textValue()).isEqualTo("I look. ");
    assertThat(body.at("/messages/1/tool_calls").findValuesAsText("id")).containsExactly("a", "b");
    assertThat(body.at("/messages/2/tool_call_id").textValue()).isEqualTo("a");
    assertThat(body.at("/messages/3/tool_call_id").textValue()).isEqualTo("b");
  }

  @Test
  void twoAnswersOfTextAloneStayTwo() {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(new Part.Text("a")),
                Requests.assistant(new Part.Text("b")),
                Requests.user(new Part.Text("c")))
            .build();

    assertThat(roles(Requests.write(request, OPENAI)))
        .containsExactly("user", "assistant", "assistant", "user");
  }

  @Test
  void aRoundOfCallsThatWereAnsweredIsNotMergedWithTheNext() {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(Requests.call("a", "f")),
                Requests.user(Requests.result("a", "1")),
                Requests.assistant(Requests.call("b", "f")),
                Requests.user(Requests.result("b", "2")))
            .build();

    assertThat(roles(Requests.write(request, OPENAI)))
        .containsExactly("user", "assistant", "tool", "assistant", "tool");
  }

  @Test
  void textsOfOneAnswerAreJoinedAndThoughtsLeftOut() {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(
                    new Part.Reasoning("secret", null),
                    new Part.Text("a"),
                    Requests.call("c", "f"),
                    new Part.Text("b")),
                Requests.user(Requests.result("c", "1")))
            .build();

    ObjectNode body = Requests.write(request, OPENAI);

    assertThat(body.at("/messages/1/content").textValue()).isEqualTo("ab");
    assertThat(body.toString()).doesNotContain("secret");
  }

  @Test
  void emptyTextsStay() {
    ChatRequest request = Requests.messages("{\"role\":\"user\",\"content\":\"\"}");

    assertThat(Requests.write(request, OPENAI).at("/messages/0/content").textValue()).isEmpty();
  }

  @Test
  void aRefusalIsAPartOfItsOwn() {
    ChatRequest request =
        Requests.messages(
            "{\"role\":\"user\",\"content\":\"q\"},"
                + "{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\"},"
                + "{\"role\":\"user\",\"content\":\"r\"}");

    assertThat(Requests.write(request, OPENAI).at("/messages/1/content"))
        .isEqualTo(Requests.json("[{\"type\":\"refusal\",\"refusal\":\"No.\"}]"));
  }

  @Test
  void aTurnToGoOnFromIsAGate() {
    ChatRequest request =
        Requests.of(Requests.user(new Part.Text("q")), Requests.assistant(new Part.Text("So")))
            .build();

    refused(request, OPENAI.without(Feature.PREFILL), "messages[1].role");
    assertThat(Requests.write(request, OPENAI).at("/messages/1").has("prefix")).isFalse();
    assertThat(
            Requests.write(request, OPENAI.of("mistral")).at("/messages/1/prefix").booleanValue())
        .isTrue();
  }

  @Test
  void aFailedToolSaysSoInItsText() {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(
                    Requests.call("a", "f"), Requests.call("b", "f"), Requests.call("c", "f")),
                Requests.user(
                    failed("a", "station offline"),
                    failed("b", "{\"error\": {\"code\": 5}}"),
                    failed("c", "{\"error\":\"x\",\"more\":1}")))
            .build();

    ObjectNode body = Requests.write(request, OPENAI);

    assertThat(body.at("/messages/2/content").textValue())
        .isEqualTo("{\"error\":\"station offline\"}");
    assertThat(body.at("/messages/3/content").textValue()).isEqualTo("{\"error\": {\"code\": 5}}");
    assertThat(body.at("/messages/4/content").textValue())
        .isEqualTo("{\"error\":\"{\\\"error\\\":\\\"x\\\",\\\"more\\\":1}\"}");
  }

  private static Part failed(String id, String text) {
    return new Part.ToolResult(id, null, List.of(new Part.Text(text)), true, false, null);
  }

  @Test
  void picturesInAToolsResultAreAGate() {
    Part image = new Part.Image(new Source.Inline("image/png", "AAAA"), null, null);
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(Requests.call("a", "f")),
                Requests.user(new Part.ToolResult("a", null, List.of(image), false, false, null)))
            .build();

    refused(request, OPENAI.without(Feature.TOOL_RESULT_MEDIA), "messages.content");
  }

  // Parts

  @Test
  void picturesDocumentsAndSoundAreGates() {
    refused(part(new Source.Link("https://x.example/a", null)), Feature.IMAGE_URL, "image_url");
    refused(part(new Source.Inline("image/png", "AAAA")), Feature.IMAGE_BASE64, "image_url");
    refused(
        user(new Part.Document(new Source.Inline("application/pdf", "AAAA"), null, null)),
        Feature.PDF_BASE64,
        "file");
    refused(user(new Part.Audio("AAAA", "wav", null)), Feature.AUDIO_IN, "input_audio");
  }

  private static ChatRequest part(Source image) {
    return user(new Part.Image(image, null, null));
  }

  private static ChatRequest user(Part part) {
    return Requests.of(Requests.user(part)).build();
  }

  private static void refused(ChatRequest request, Feature feature, String field) {
    Requests.write(request, OPENAI);
    refused(request, OPENAI.without(feature), field);
  }

  @Test
  void whatTheDialectCannotSayIsRefusedWhateverTheHostHas() {
    refused(
        user(new Part.Document(new Source.Link("https://x.example/a.pdf", null), null, null)),
        OPENAI,
        "file");
    refused(user(new Part.Video(new Source.Link("https://x.example/v", null))), OPENAI, "video");
    refused(user(new Part.Audio("AAAA", "ogg", null)), OPENAI, "input_audio");
  }

  @Test
  void soundHasTheNameOfItsFormatHere() {
    assertThat(
            Requests.write(user(new Part.Audio("AAAA", "mpeg", null)), OPENAI)
                .at("/messages/0/content/0/input_audio/format")
                .textValue())
        .isEqualTo("mp3");
  }

  @Test
  void aTextFileIsAFileOrElseAText() {
    ChatRequest request = user(new Part.Document(new Source.Plain("Hi"), "n.txt", null));

    assertThat(Requests.write(request, OPENAI).at("/messages/0/content/0/file"))
        .isEqualTo(
            Requests.json(
                "{\"filename\":\"n.txt\",\"file_data\":\"data:text/plain;base64,SGk=\"}"));
    assertThat(
            Requests.write(request, OPENAI.without(Feature.PDF_BASE64))
                .at("/messages/0/content/0/text")
                .textValue())
        .isEqualTo("n.txt\nHi");
  }

  @Test
  void theLastFourCacheMarksAreKept() {
    ChatRequest.Builder request = ChatRequest.builder();
    for (int i = 0; i < 6; i++) {
      Duration ttl = i < 5 ? Duration.ofMinutes(5) : Duration.ofHours(1);
      request.turns.add(
          new Turn(Turn.Role.USER, List.of(new Part.Text("t" + i, new CacheMark(ttl)))));
    }

    ObjectNode body = Requests.write(request.build(), OPENAI);

    assertThat(body.at("/messages/1/content/0").has("prompt_cache_breakpoint")).isFalse();
    assertThat(body.at("/messages/2/content/0/prompt_cache_breakpoint"))
        .isEqualTo(Requests.json("{\"mode\":\"explicit\",\"ttl\":\"30m\"}"));
    assertThat(body.at("/messages/5/content/0/prompt_cache_breakpoint/ttl").textValue())
        .isEqualTo("12h");
    assertThat(
            Requests.write(request.build(), OPENAI.without(Feature.CACHE_MARKS))
                .at("/messages/5/content")
                .textValue())
        .isEqualTo("t5");
  }

  private static List<String> roles(ObjectNode body) {
    return body.path("messages").findValuesAsText("role");
  }

  static void refused(ChatRequest request, Targets targets, String field) {
    assertThatThrownBy(() -> Requests.write(request, targets))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }
}
