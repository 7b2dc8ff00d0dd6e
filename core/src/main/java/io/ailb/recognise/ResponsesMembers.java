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
    } else if (member.nameIs("input")) {
      into.readMessages(member, References.Finder.IN_ITEMS);
    } else if (member.nameIs("tools")) {
      readTools(member, into);
    } else if (member.nameIs("previous_response_id")
        || member.nameIs("conversation")
        || member.nameIs("prompt")) {
      readName(member, into);
    } else if (member.nameIs("prompt_cache_key")) {
      into.cacheKey = member.string();
    } else {
      member.skip();
    }
  }

  private static void readTools(JsonCursor tools, Skim into) {
    int from = tools.valueStart();
    if (tools.skipMeets(References.Finder.IN_TOOLS)) {
      into.finder().inTools(tools.back(from));
    }
  }

  /** Some callers write all that they could say, as null. */
  private static void readName(JsonCursor name, Skim into) {
    if (name.peek() == 'n') {
      name.skip();
    } else {
      into.finder().name(name);
    }
  }
}
