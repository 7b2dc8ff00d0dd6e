package io.ailb.translate;

import io.ailb.translate.neutral.ChatRequest;

/** Requests that differ in one thing. */
final class Requests {
  private Requests() {}

  static ChatRequest withUsageInStream(ChatRequest request, boolean usage) {
    return new ChatRequest(
        request.instructions(),
        request.turns(),
        request.tools(),
        request.toolChoice(),
        request.parallelToolCalls(),
        request.output(),
        request.sampling(),
        request.maxOutputTokens(),
        request.reasoning(),
        request.verbosity(),
        request.tier(),
        request.userId(),
        request.metadata(),
        request.cacheKey(),
        request.store(),
        usage,
        request.foreign(),
        request.minor());
  }
}
