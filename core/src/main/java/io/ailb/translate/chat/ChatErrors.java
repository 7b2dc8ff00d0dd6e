package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.openai.OpenAiErrors;

/** OpenAI Chat Completions. */
enum ChatErrors implements ErrorWriter {
  INSTANCE;

  @Override
  public int status(Problem problem) {
    return OpenAiErrors.status(problem);
  }

  @Override
  public ObjectNode body(Problem problem) {
    return OpenAiErrors.error(problem);
  }

  /** Closing without {@code [DONE]} is part of it. */
  @Override
  public String event(Problem problem) {
    return "data: " + OpenAiErrors.error(problem) + "\n\n";
  }
}
