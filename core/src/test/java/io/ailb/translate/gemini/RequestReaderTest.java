package io.ailb.translate.gemini;

import static io.ailb.translate.gemini.Requests.read;
import static io.ailb.translate.gemini.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.model.Dialect;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  @Test
  void bothSpellingsAreOneRequest() {
    String camel =
        """
        {"systemInstruction":{"parts":[{"text":"s"}]},
         "contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},
          {"role":"model","parts":[{"functionCall":{"name":"f"},"thoughtSignature":"c2ln"}]},
          {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"x"}}}]}],
         "tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}],
         "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
         "generationConfig":{"topP":0.5,"topK":4,"maxOutputTokens":9,"stopSequences":["a"],
          "candidateCount":2,"responseLogprobs":true,"logprobs":3,"presencePenalty":1,
          "frequencyPenalty":1,"responseMimeType":"application/json",
          "responseJsonSchema":{"type":"object"},
          "thinkingConfig":{"thinkingLevel":"LOW","includeThoughts":true}},
         "serviceTier":"flex"}""";
    String snake =
        camel
            .replace("systemInstruction", "system_instruction")
            .replace("inlineData", "inline_data")
            .replace("mimeType", "mime_type")
            .replace("functionCall\"", "function_call\"")
            .replace("thoughtSignature", "thought_signature")
            .replace("functionResponse", "function_response")
            .replace("functionDeclarations", "function_declarations")
            .replace("parametersJsonSchema", "parameters_json_schema")
            .replace("toolConfig", "tool_config")
            .replace("functionCallingConfig", "function_calling_config")
            .replace("allowedFunctionNames", "allowed_function_names")
            .replace("generationConfig", "generation_config")
            .replace("topP", "top_p")
            .replace("topK", "top_k")
            .replace("maxOutputTokens", "max_output_tokens")
            .replace("stopSequences", "stop_sequences")
            .replace("candidateCount", "candidate_count")
            .replace("responseLogprobs", "response_logprobs")
            .replace("presencePenalty", "presence_penalty")
            .replace("frequencyPenalty", "frequency_penalty")
            .replace("responseMimeType", "response_mime_type")
            .replace("responseJsonSchema", "response_json_schema")
            .replace("thinkingConfig", "thinking_config")
            .replace("thinkingLevel", "thinking_level")
            .replace("includeThoughts", "include_thoughts")
            .replace("serviceTier", "service_tier");
    assertThat(snake).isNotEqualTo(camel);
    assertThat(read(snake)).isEqualTo(read(camel));
    assertThat(read(camel).foreign()).isEmpty();
    assertThat(read(camel).turns()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"contents\":[]}",
        "{\"contents\":\"Hi\"}",
        "{\"contents\":[{\"role\":\"system\",\"parts\":[]}]}",
        "{\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\"}}]}]}",
        "{\"contents\":[{\"parts\":[{\"functionCall\":{\"args\":{}}}]}]}",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"generationConfig\":{\"temperature\":\"warm\"}}",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"generationConfig\":{\"seed\":1e999999999}}",
        "{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"systemInstruction\":{\"parts\":[{\"inlineData\":{}}]}}"
      })
  void whatGeminiDoesNotAllowIsMalformed(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"cachedContent\":\"cachedContents/1\" | cachedContent",
        "\"somethingNew\":1 | somethingNew",
        "\"tools\":[{\"functionDeclarations\":[]},{\"googleSearch\":{}}] | tools[1].googleSearch",
        "\"tools\":[{\"code_execution\":{}}] | tools[0].code_execution",
        "\"generationConfig\":{\"responseModalities\":[\"IMAGE\"]} | generationConfig.responseModalities",
        "\"generationConfig\":{\"speechConfig\":{\"a\":1}} | generationConfig.speechConfig",
        "\"generationConfig\":{\"responseMimeType\":\"text/x.enum\"} | generationConfig.responseMimeType",
        "\"toolConfig\":{\"retrievalConfig\":{\"a\":1}} | toolConfig.retrievalConfig"
      })
  void whatOnlyGeminiHasIsForeignUnderItsOwnName(String fields, String name) {
    assertThat(with(fields).foreign()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"cachedContent\":null",
        "\"cachedContent\":\"\"",
        "\"safetySettings\":[]",
        "\"model\":\"models/gemini-3.8-flash\"",
        "\"generationConfig\":{\"responseModalities\":[\"TEXT\"],\"audioTimestamp\":false}",
        "\"generationConfig\":{\"responseMimeType\":\"text/plain\"}"
      })
  void whatSaysNothingIsNotForeign(String fields) {
    ChatRequest request = with(fields);
    assertThat(request.foreign()).isEmpty();
    assertThat(request.minor()).isEmpty();
  }

  @Test
  void stricterSafetyIsAMinorField() {
    assertThat(with(safety("BLOCK_LOW_AND_ABOVE")).minor()).containsExactly("safetySettings");
    assertThat(with(safety("BLOCK_NONE")).minor()).isEmpty();
  }

  private static String safety(String threshold) {
    return "\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\""
        + threshold
        + "\"}]";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"executableCode\":{\"code\":\"1\"}} | executableCode",
        "{\"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"https://www.youtube.com/watch?v=1\"}} | fileData",
        "{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"gs://b/o.png\"}} | fileData",
        "{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"https://generativelanguage.googleapis.com/v1beta/files/1\"}} | fileData",
        "{\"fileData\":{\"fileUri\":\"https://example.com/what\"}} | fileData"
      })
  void partsThatOnlyGeminiCanFollowAreForeign(String part, String name) {
    assertThat(read("{\"contents\":[{\"parts\":[" + part + "]}]}").foreign())
        .containsOnlyKeys("contents[0].parts[0]." + name);
  }

  @Test
  void mediaHaveTheirKind() {
    List<Part> parts =
        read("""
                {"contents":[{"parts":[
                 {"inlineData":{"mimeType":"image/png","data":"AA=="},
                  "mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}},
                 {"inlineData":{"mimeType":"audio/mpeg","data":"AA=="}},
                 {"inlineData":{"mimeType":"video/mp4","data":"AA=="}},
                 {"inlineData":{"mimeType":"application/pdf","data":"AA==","displayName":"t"}},
                 {"fileData":{"mimeType":"application/pdf","fileUri":"https://e.com/a.pdf"}},
                 {"fileData":{"fileUri":"https://e.com/a.PNG?x=1"}}]}]}""")
            .turns()
            .get(0)
            .parts();
    Source png = new Source.Inline("image/png", "AA==");
    assertThat(parts)
        .containsExactly(
            new Part.Image(png, "low", null),
            new Part.Audio("AA==", "mp3", null),
            new Part.Video(new Source.Inline("video/mp4", "AA==")),
            new Part.Document(new Source.Inline("application/pdf", "AA=="), "t", null),
            new Part.Document(
                new Source.Link("https://e.com/a.pdf", "application/pdf"), null, null),
            new Part.Image(new Source.Link("https://e.com/a.PNG?x=1", null), null, null));
  }

  @Test
  void resultsFindTheirCallsById() {
    assertThat(
            answered(
                "{\"functionCall\":{\"id\":\"a\",\"name\":\"f\"}},{\"functionCall\":{\"id\":\"b\",\"name\":\"f\"}}",
                "{\"functionResponse\":{\"id\":\"b\",\"name\":\"f\"}},{\"functionResponse\":{\"id\":\"a\",\"name\":\"f\"}}"))
        .containsExactly("b", "a");
  }

  @Test
  void resultsWithoutIdsFindTheirCallsByNameAndOrder() {
    List<String> answered =
        answered(
            "{\"functionCall\":{\"name\":\"f\"}},{\"functionCall\":{\"name\":\"g\"}},{\"functionCall\":{\"name\":\"f\"}}",
            "{\"functionResponse\":{\"name\":\"g\"}},{\"functionResponse\":{\"name\":\"f\"}},{\"functionResponse\":{\"name\":\"f\"}}");
    assertThat(answered).doesNotHaveDuplicates();
    List<String> ids = callIds;
    assertThat(answered).containsExactly(ids.get(1), ids.get(0), ids.get(2));
  }

  private List<String> callIds = List.of();

  private List<String> answered(String calls, String results) {
    ChatRequest request =
        read(
            "{\"contents\":[{\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":["
                + calls
                + "]},{\"role\":\"function\",\"parts\":["
                + results
                + "]}]}");
    callIds =
        request.turns().get(1).parts().stream().map(part -> ((Part.ToolCall) part).id()).toList();
    return request.turns().get(2).parts().stream()
        .map(part -> ((Part.ToolResult) part).callId())
        .toList();
  }

  @Test
  void aResultMayHoldMedia() {
    ChatRequest request =
        read(
            """
            {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}}]},
             {"parts":[{"function_response":{"name":"f","response":{"output":"see"},"parts":[
              {"inlineData":{"mimeType":"image/png","data":"AA=="}},
              {"fileData":{"mimeType":"image/png","fileUri":"gs://b/o.png"}}]}}]}]}""");
    Part.ToolResult result = (Part.ToolResult) request.turns().get(1).parts().get(0);
    assertThat(result.parts())
        .containsExactly(
            new Part.Text("see"),
            new Part.Image(new Source.Inline("image/png", "AA=="), null, null));
    assertThat(request.foreign()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"output\":\"18 C\"} | 18 C | false",
        "{\"error\":\"offline\"} | {\"error\":\"offline\"} | true",
        "{\"output\":\"18 C\",\"error\":null} | 18 C | false",
        "{\"temp\":18.0} | {\"temp\":18.0} | false",
        "{\"output\":[1,2]} | [1,2] | false",
        "{\"output\":\"a\",\"more\":1} | {\"output\":\"a\",\"more\":1} | false",
        "{} | {} | false"
      })
  void aResponseIsUnwrapped(String response, String text, boolean error) {
    ChatRequest request =
        read(
            "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]},"
                + "{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":"
                + response
                + "}}]}]}");
    Part.ToolResult result = (Part.ToolResult) request.turns().get(1).parts().get(0);
    assertThat(result.parts()).containsExactly(new Part.Text(text));
    assertThat(result.error()).isEqualTo(error);
    // And wrapped again into what means the same.
    String again = FunctionResult.response(result).toString();
    assertThat(
            read("{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":"
                    + "{\"name\":\"f\"}}]},{\"parts\":[{\"functionResponse\":{\"name\":\"f\","
                    + "\"response\":"
                    + again
                    + "}}]}]}")
                .turns())
        .isEqualTo(request.turns());
  }

  @Test
  void anEmptyResponseBesideFilesIsNoText() {
    ChatRequest request =
        read(
            """
            {"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"}}]},
              {"parts":[{"functionResponse":{"name":"f","response":{},"parts":[
                {"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}}]}]}""");
    Part.ToolResult result = (Part.ToolResult) request.turns().get(1).parts().get(0);
    assertThat(result.parts()).hasSize(1).first().isInstanceOf(Part.Image.class);
  }

  @Test
  void thoughtsAndSignaturesAreKept() {
    Opaque signature = new Opaque(Dialect.GEMINI, Opaque.Kind.SIGNATURE, "c2ln");
    ChatRequest request =
        read(
            """
            {"contents":[{"parts":[{"text":"q"}]},{"role":"model","parts":[
              {"text":"hm","thought":true,"thoughtSignature":"c2ln"},
              {"text":"a","thoughtSignature":"c2ln"},
              {"functionCall":{"id":"i","name":"f"},"thoughtSignature":"c2ln"}]}]}""");
    assertThat(request.turns().get(1))
        .isEqualTo(
            new Turn(
                Turn.Role.ASSISTANT,
                List.of(
                    new Part.Reasoning("hm", signature),
                    new Part.Text("a"),
                    new Part.Reasoning(null, signature),
                    new Part.ToolCall("i", "f", "{}", false, signature, null))));
    ChatRequest.Builder again = ChatRequest.builder();
    again.turns.addAll(request.turns());
    assertThat(Requests.written(again).at("/contents/1/parts"))
        .isEqualTo(
            Answers.object(
                    """
                    {"p":[{"text":"hm","thought":true,"thoughtSignature":"c2ln"},
                     {"text":"a","thoughtSignature":"c2ln"},
                     {"functionCall":{"id":"i","name":"f","args":{}},"thoughtSignature":"c2ln"}]}""")
                .get("p"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "\"thinkingLevel\":\"MINIMAL\" | MINIMAL | - | -",
        "\"thinkingLevel\":\"low\" | LOW | - | -",
        "\"thinkingLevel\":\"HIGH\",\"includeThoughts\":true | HIGH | - | true",
        "\"thinkingBudget\":-1 | - | - | -",
        "\"thinkingBudget\":0 | NONE | - | -",
        "\"thinkingBudget\":\"4000\" | - | 4000 | -"
      })
  void thinkingIsALevelOrABudget(String config, Effort effort, Long budget, Boolean visible) {
    assertThat(with("\"generationConfig\":{\"thinkingConfig\":{" + config + "}}").reasoning())
        .isEqualTo(new ReasoningWish(effort, budget, visible, null));
  }

  @Test
  void theModeSaysWhichFunctionsMayBeCalled() {
    assertThat(choice("\"mode\":\"AUTO\"")).isEqualTo(ToolChoice.AUTO);
    assertThat(choice("\"mode\":\"NONE\"")).isEqualTo(ToolChoice.NONE);
    assertThat(choice("\"mode\":\"ANY\"")).isEqualTo(ToolChoice.REQUIRED);
    assertThat(choice("\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]"))
        .isEqualTo(new ToolChoice.One("f"));
    assertThat(choice("\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\",\"g\"]"))
        .isEqualTo(new ToolChoice.Subset(List.of("f", "g"), true));
    assertThat(choice("\"mode\":\"VALIDATED\",\"allowedFunctionNames\":[\"f\"]"))
        .isEqualTo(new ToolChoice.Subset(List.of("f"), false));
    assertThat(choice("\"mode\":\"VALIDATED\"")).isEqualTo(ToolChoice.AUTO);
  }

  private static ToolChoice choice(String config) {
    return with("\"toolConfig\":{\"functionCallingConfig\":{" + config + "}}").toolChoice();
  }

  @Test
  void olderSchemasBecomeJsonSchema() {
    ChatRequest request =
        with(
            """
            "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT",
              "properties":{"a":{"type":"ARRAY","minItems":"2","items":{"type":"STRING"}},
               "b":{"type":"INTEGER","nullable":true}},"propertyOrdering":["b","a"]}}]}],
            "generationConfig":{"responseMimeType":"application/json",
             "responseSchema":{"type":"STRING","enum":["x"]}}""");
    assertThat(request.tools().get(0).schema())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"minItems\":2,"
                + "\"items\":{\"type\":\"string\"}},\"b\":{\"type\":[\"integer\",\"null\"]}},"
                + "\"propertyOrdering\":[\"b\",\"a\"]}");
    assertThat(request.output())
        .isInstanceOfSatisfying(
            OutputFormat.Schema.class,
            schema -> {
              assertThat(schema.schema()).hasToString("{\"type\":\"string\",\"enum\":[\"x\"]}");
              assertThat(schema.strict()).isNull();
            });
  }

  @Test
  void restOfTheFieldsHaveTheirPlace() {
    ChatRequest request = with("\"serviceTier\":\"standard\",\"labels\":{\"team\":\"a\"}");
    assertThat(request.tier()).isEqualTo("default");
    assertThat(request.metadata()).containsEntry("team", "a");
    assertThat(with("\"generationConfig\":{\"responseMimeType\":\"application/json\"}").output())
        .isEqualTo(OutputFormat.JSON);
  }
}
