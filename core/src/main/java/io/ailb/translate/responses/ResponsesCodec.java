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

/** OpenAI Responses. */
public enum ResponsesCodec implements Codec {
  INSTANCE;

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
