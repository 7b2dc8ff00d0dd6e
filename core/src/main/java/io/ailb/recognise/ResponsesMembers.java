package io.ailb.recognise;

import io.ailb.json.JsonCursor;

/** OpenAI Responses. */
enum ResponsesMembers implements Members {
  INSTANCE;

  @Override
  public void read(JsonCursor member, Skim into) {
    if (member.nameIs("model")) {
      into.readModel(member);
    } else if (member.nameIs("stream")) {
      into.stream = member.bool();
    } else if (member.nameIs("max_output_tokens")) {
      into.readMaxOutput(member);
    } else if (member.nameIs("reasoning")) {
      into.reasoning = member.something();
    } else {
      member.skip();
    }
  }
}
