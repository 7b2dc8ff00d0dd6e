package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Sampling;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code generationConfig}. */
final class GenerationReader {
  private final ChatRequest.Builder to;

  private @Nullable BigDecimal temperature;
  private @Nullable BigDecimal topP;
  private @Nullable BigDecimal topK;
  private @Nullable BigInteger seed;
  private @Nullable BigDecimal presence;
  private @Nullable BigDecimal frequency;
  private List<String> stop = List.of();
  private boolean logprobs;
  private @Nullable Integer topLogprobs;
  private int choices = 1;
  private boolean json;
  private @Nullable JsonNode schema;

  GenerationReader(ChatRequest.Builder to) {
    this.to = to;
  }

  void read(JsonNode config, String path) {
    if (!config.isObject()) {
      throw new Malformed(path, "must be an object");
    }
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      if (!field.getValue().isNull()) {
        field(field.getKey(), field.getValue(), path + "." + field.getKey());
      }
    }
    to.sampling =
        new Sampling(
            temperature,
            topP,
            topK,
            seed,
            presence,
            frequency,
            stop,
            logprobs,
            logprobs ? topLogprobs : null,
            choices);
    if (schema != null) {
      // What Gemini is given as a schema it always keeps to, and so there is no word for it.
      to.output = new OutputFormat.Schema(null, null, schema, null);
    } else if (json) {
      to.output = OutputFormat.JSON;
    }
  }

  private void field(String name, JsonNode value, String path) {
    switch (Field.camel(name)) {
      case "temperature" -> temperature = Field.decimal(value, path);
      case "topP" -> topP = Field.decimal(value, path);
      case "topK" -> topK = Field.decimal(value, path);
      case "seed" -> seed = BigInteger.valueOf(Field.whole(value, path));
      case "presencePenalty" -> presence = Field.decimal(value, path);
      case "frequencyPenalty" -> frequency = Field.decimal(value, path);
      case "stopSequences" -> stop = texts(value, path);
      case "candidateCount" -> choices = Field.count(value, path, 1);
      case "responseLogprobs" -> logprobs = value.asBoolean();
      case "logprobs" -> topLogprobs = Field.count(value, path, 0);
      case "maxOutputTokens" -> to.maxOutputTokens = (long) Field.count(value, path, 1);
      case "responseMimeType" -> mimeType(value, path);
      case "responseSchema" -> schema = OpenApiSchema.toJsonSchema(object(value, path));
      case "responseJsonSchema", "_responseJsonSchema" -> schema = object(value, path);
      case "responseModalities" -> modalities(value, path);
      case "thinkingConfig" -> to.reasoning = Thinking.read(value, path);
      case "mediaResolution" -> to.minor.add(path);
      default -> RequestReader.foreign(to, path, value);
    }
  }

  private static JsonNode object(JsonNode value, String path) {
    if (!value.isObject()) {
      throw new Malformed(path, "must be an object");
    }
    return value;
  }

  private void mimeType(JsonNode value, String path) {
    switch (value.asText("")) {
      case "application/json" -> json = true;
      case "text/plain" -> {}
      default -> RequestReader.foreign(to, path, value);
    }
  }

  private void modalities(JsonNode value, String path) {
    for (JsonNode modality : value) {
      if (!modality.asText("").equalsIgnoreCase("text")) {
        RequestReader.foreign(to, path, value);
        return;
      }
    }
  }

  private static List<String> texts(JsonNode value, String path) {
    if (!value.isArray()) {
      throw new Malformed(path, "must be a list of strings");
    }
    List<String> texts = new ArrayList<>();
    value.forEach(text -> texts.add(text.asText("")));
    return texts;
  }
}
