package io.ailb.translate.chat;

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
import org.jspecify.annotations.Nullable;

/** OpenAI Chat Completions. */
public enum ChatCodec implements Codec {
  INSTANCE;

  @Override
  public Dialect dialect() {
    return Dialect.OPENAI_CHAT;
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
  public @Nullable ObjectNode edited(ObjectNode body, Target target) {
    return HostHabits.edited(body, target);
  }

  @Override
  public AnswerReader answerReader(ReaderOptions options) {
    return new ChatAnswerReader();
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
    return ChatErrors.INSTANCE;
  }
}
