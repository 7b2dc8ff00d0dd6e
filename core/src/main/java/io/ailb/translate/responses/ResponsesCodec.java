package io.ailb.translate.responses;

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

/** OpenAI Responses. */
public enum ResponsesCodec implements Codec {
  INSTANCE;

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("messages", "input"),
          Map.entry("tool_calls", "function_call"),
          Map.entry("image_url", "input_image"),
          Map.entry("file", "input_file"),
          Map.entry("response_format", "text.format"),
          Map.entry("reasoning_effort", "reasoning.effort"),
          Map.entry("verbosity", "text.verbosity"),
          Map.entry("logprobs", "top_logprobs"));

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_RESPONSES;
  }

  @Override
  public ChatRequest readRequest(ObjectNode body) {
    return new RequestReader(body).read();
  }

  @Override
  public ObjectNode writeRequest(ChatRequest request, Target target) {
    return new RequestWriter(request, target).write();
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
    return ResponsesErrors.INSTANCE;
  }
}
