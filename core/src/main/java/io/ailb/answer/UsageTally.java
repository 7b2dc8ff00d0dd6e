package io.ailb.answer;

import io.ailb.json.JsonCursor;
import io.ailb.model.Dialect;
import io.ailb.model.Usage;

/**
 * Collects the token counts of one answer. Later counts replace earlier ones, field by field, as
 * all dialects report running totals; nothing is ever added up over events.
 */
final class UsageTally {
  private final Dialect dialect;

  private long input = Usage.UNKNOWN;
  private long output = Usage.UNKNOWN;
  private long cached = Usage.UNKNOWN;
  private long cacheWrite = Usage.UNKNOWN;
  private long reasoning = Usage.UNKNOWN;
  private long toolInput = Usage.UNKNOWN;

  UsageTally(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Reads the object of counts that the cursor is at, or skips what is there instead. */
  void read(JsonCursor usage) {
    if (!usage.beginObject()) {
      usage.skip();
      return;
    }
    while (usage.nextName()) {
      switch (dialect) {
        case OPENAI_CHAT, OPENAI_RESPONSES -> readOpenAi(usage);
        case ANTHROPIC -> readAnthropic(usage);
        case GEMINI -> readGemini(usage);
      }
    }
  }

  private void readOpenAi(JsonCursor usage) {
    if (usage.nameIs("prompt_tokens") || usage.nameIs("input_tokens")) {
      input = known(usage, input);
    } else if (usage.nameIs("completion_tokens") || usage.nameIs("output_tokens")) {
      output = known(usage, output);
    } else if (usage.nameIs("prompt_tokens_details") || usage.nameIs("input_tokens_details")) {
      readOpenAiDetails(usage);
    } else if (usage.nameIs("prompt_cache_hit_tokens")) { // DeepSeek
      cached = known(usage, cached);
    } else if (usage.nameIs("completion_tokens_details") || usage.nameIs("output_tokens_details")) {
      readReasoning(usage, "reasoning_tokens");
    } else {
      usage.skip();
    }
  }

  private void readOpenAiDetails(JsonCursor details) {
    if (!details.beginObject()) {
      details.skip();
      return;
    }
    while (details.nextName()) {
      if (details.nameIs("cached_tokens")) {
        cached = known(details, cached);
      } else if (details.nameIs("cache_write_tokens")) {
        cacheWrite = known(details, cacheWrite);
      } else {
        details.skip();
      }
    }
  }

  private void readAnthropic(JsonCursor usage) {
    if (usage.nameIs("input_tokens")) {
      input = known(usage, input);
    } else if (usage.nameIs("output_tokens")) {
      output = known(usage, output);
    } else if (usage.nameIs("cache_read_input_tokens")) {
      cached = known(usage, cached);
    } else if (usage.nameIs("cache_creation_input_tokens")) {
      cacheWrite = known(usage, cacheWrite);
    } else if (usage.nameIs("output_tokens_details")) {
      readReasoning(usage, "thinking_tokens");
    } else {
      usage.skip();
    }
  }

  private void readReasoning(JsonCursor details, String name) {
    if (!details.beginObject()) {
      details.skip();
      return;
    }
    while (details.nextName()) {
      if (details.nameIs(name)) {
        reasoning = known(details, reasoning);
      } else {
        details.skip();
      }
    }
  }

  private void readGemini(JsonCursor usage) {
    if (usage.nameIs("promptTokenCount")) {
      input = known(usage, input);
    } else if (usage.nameIs("candidatesTokenCount")) {
      output = known(usage, output);
    } else if (usage.nameIs("cachedContentTokenCount")) {
      cached = known(usage, cached);
    } else if (usage.nameIs("thoughtsTokenCount")) {
      reasoning = known(usage, reasoning);
    } else if (usage.nameIs("toolUsePromptTokenCount")) {
      toolInput = known(usage, toolInput);
    } else {
      usage.skip();
    }
  }

  private static long known(JsonCursor at, long earlier) {
    long count = at.countSoFar();
    return count < 0 ? earlier : count;
  }

  /** Totals in the arithmetic of {@link Usage} (translation, section 4.2). */
  Usage usage() {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> new Usage(input, output, cached, cacheWrite, reasoning);
      case ANTHROPIC ->
          new Usage(sum(input, cached, cacheWrite), output, cached, cacheWrite, reasoning);
      case GEMINI ->
          new Usage(sum(input, toolInput), sum(output, reasoning), cached, cacheWrite, reasoning);
    };
  }

  private static long sum(long... counts) {
    long sum = 0;
    boolean any = false;
    for (long count : counts) {
      sum += Math.max(0, count);
      any |= count != Usage.UNKNOWN;
    }
    return any ? sum : Usage.UNKNOWN;
  }
}
