package io.ailb.translate;

import io.ailb.model.Dialect;
import io.ailb.translate.anthropic.AnthropicCodec;
import io.ailb.translate.chat.ChatCodec;
import io.ailb.translate.gemini.GeminiCodec;
import io.ailb.translate.neutral.Codec;
import io.ailb.translate.responses.ResponsesCodec;

/** Who reads and writes which dialect: the one place to add another. */
public final class Codecs {
  private Codecs() {}

  public static Codec of(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> ChatCodec.INSTANCE;
      case OPENAI_RESPONSES -> ResponsesCodec.INSTANCE;
      case ANTHROPIC -> AnthropicCodec.INSTANCE;
      case GEMINI -> GeminiCodec.INSTANCE;
    };
  }
}
