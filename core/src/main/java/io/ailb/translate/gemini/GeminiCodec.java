package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Codec;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.ReaderOptions;
import io.ailb.translate.neutral.Target;
import java.util.Map;

/** Gemini. */
public enum GeminiCodec implements Codec {
  INSTANCE;

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("messages", "contents"),
          Map.entry("tool_calls", "functionCall"),
          Map.entry("image_url", "image"),
          Map.entry("image_url.detail", "mediaResolution"),
          Map.entry("input_audio", "audio"),
          Map.entry("response_format", "generationConfig.responseSchema"),
          Map.entry("reasoning_effort", "generationConfig.thinkingConfig"),
          Map.entry("reasoning.summary", "generationConfig.thinkingConfig.includeThoughts"),
          Map.entry("temperature", "generationConfig.temperature"),
          Map.entry("top_p", "generationConfig.topP"),
          Map.entry("top_k", "generationConfig.topK"),
          Map.entry("seed", "generationConfig.seed"),
          Map.entry("stop", "generationConfig.stopSequences"),
          Map.entry("n", "generationConfig.candidateCount"),
          Map.entry("logprobs", "generationConfig.responseLogprobs"),
          Map.entry("presence_penalty", "generationConfig.presencePenalty"),
          Map.entry("frequency_penalty", "generationConfig.frequencyPenalty"),
          Map.entry("max_tokens", "generationConfig.maxOutputTokens"),
          Map.entry("tool_choice", "toolConfig.functionCallingConfig"),
          Map.entry("metadata", "labels"),
          Map.entry("service_tier", "serviceTier"));

  @Override
  public Dialect dialect() {
    return Dialect.GEMINI;
  }

  @Override
  public ChatRequest readRequest(ObjectNode body) {
    return RequestReader.read(body);
  }

  @Override
  public ObjectNode writeRequest(ChatRequest request, Target target) {
    return RequestWriter.write(request, target);
  }

  @Override
  public Map<String, String> fieldNames() {
    return FIELDS;
  }

  @Override
  public AnswerReader answerReader(ReaderOptions options) {
    return new ResponseReader();
  }

  @Override
  public AnswerWriter streamWriter(AnswerFrame frame) {
    return new StreamWriter(frame);
  }

  @Override
  public AnswerWriter wholeWriter(AnswerFrame frame) {
    return new WholeWriter(frame);
  }

  @Override
  public ErrorWriter errors() {
    return GeminiErrors.INSTANCE;
  }
}
