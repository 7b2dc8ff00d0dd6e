package io.ailb.recognise;

import io.ailb.json.JsonCursor;

/** OpenAI Chat Completions and embeddings. */
enum ChatMembers implements Members {
  INSTANCE;

  @Override
  public void read(JsonCursor member, Skim into) {
    if (member.nameIs("model")) {
      into.readModel(member);
    } else if (member.nameIs("stream")) {
      into.stream = member.bool();
    } else if (member.nameIs("max_completion_tokens") || member.nameIs("max_tokens")) {
      into.readMaxOutput(member);
    } else if (member.nameIs("n")) {
      into.readChoices(member);
    } else if (member.nameIs("reasoning_effort")) {
      into.reasoning = !member.stringIs("none");
    } else if (member.nameIs("messages")) {
      into.readMessages(member, References.Finder.IN_MESSAGES);
    } else if (member.nameIs("prompt_cache_key")) {
      into.cacheKey = member.string();
    } else {
      member.skip();
    }
  }
}
