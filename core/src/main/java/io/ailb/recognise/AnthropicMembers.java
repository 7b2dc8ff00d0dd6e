package io.ailb.recognise;

import io.ailb.json.JsonCursor;

/** Anthropic Messages and its token count. */
enum AnthropicMembers implements Members {
  INSTANCE;

  @Override
  public void read(JsonCursor member, Skim into) {
    if (member.nameIs("model")) {
      into.readModel(member);
    } else if (member.nameIs("stream")) {
      into.stream = member.bool();
    } else if (member.nameIs("max_tokens")) {
      into.readMaxOutput(member);
    } else if (member.nameIs("thinking")) {
      readThinking(member, into);
    } else if (member.nameIs("messages")) {
      into.readMessages(member, References.Finder.IN_MESSAGES);
    } else if ((member.nameIs("container") || member.nameIs("thread")) && member.peek() != 'n') {
      into.finder().name(member);
    } else {
      member.skip();
    }
  }

  private static void readThinking(JsonCursor thinking, Skim into) {
    if (!thinking.beginObject()) {
      thinking.skip();
      return;
    }
    while (thinking.nextName()) {
      if (thinking.nameIs("type")) {
        into.reasoning = !thinking.stringIs("disabled");
      } else {
        thinking.skip();
      }
    }
  }
}
