package io.ailb.translate.anthropic;

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

/** Anthropic Messages. */
public enum AnthropicCodec implements Codec {
  INSTANCE;

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("tool_calls", "tool_use"),
          Map.entry("image_url", "image"),
          Map.entry("file", "document"),
          Map.entry("response_format", "output_config.format"),
          Map.entry("reasoning_effort", "thinking"),
          Map.entry("reasoning.summary", "thinking.display"),
          Map.entry("stop", "stop_sequences"),
          Map.entry("parallel_tool_calls", "tool_choice.disable_parallel_tool_use"),
          Map.entry("user", "metadata.user_id"));

  @Override
  public Dialect dialect() {
    return Dialect.ANTHROPIC;
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
    return new MessageReader(options);
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
    return AnthropicErrors.INSTANCE;
  }
}
