package io.ailb.recognise;

import io.ailb.json.JsonCursor;

/** Gemini; the model and the kind of answer stand in the path. */
enum GeminiMembers implements Members {
  INSTANCE;

  @Override
  public void read(JsonCursor member, Skim into) {
    if (member.nameIs("generationConfig") || member.nameIs("generation_config")) {
      readGenerationConfig(member, into);
    } else if (member.nameIs("generateContentRequest")) {
      readRequest(member, into);
    } else if (member.nameIs("contents")) {
      into.readMessages(member, References.Finder.IN_CONTENTS);
    } else if ((member.nameIs("cachedContent") || member.nameIs("cached_content"))
        && member.peek() != 'n') {
      into.finder().name(member);
    } else {
      member.skip();
    }
  }

  /** What tokens are counted of; it repeats the model. */
  private static void readRequest(JsonCursor request, Skim into) {
    if (!request.beginObject()) {
      request.skip();
      return;
    }
    while (request.nextName()) {
      if (request.nameIs("model")) {
        into.readModel(request);
      } else {
        request.skip();
      }
    }
  }

  private static void readGenerationConfig(JsonCursor config, Skim into) {
    if (!config.beginObject()) {
      config.skip();
      return;
    }
    while (config.nextName()) {
      if (config.nameIs("maxOutputTokens") || config.nameIs("max_output_tokens")) {
        into.readMaxOutput(config);
      } else if (config.nameIs("candidateCount") || config.nameIs("candidate_count")) {
        into.readChoices(config);
      } else if (config.nameIs("thinkingConfig") || config.nameIs("thinking_config")) {
        into.reasoning = config.something();
      } else {
        config.skip();
      }
    }
  }
}
