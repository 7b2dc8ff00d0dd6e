package io.ailb.translate;

import io.ailb.model.Dialect;
import io.ailb.translate.neutral.ChatRequest;

/** placeholder */
final class RequestNormal {
  private RequestNormal() {}

  static ChatRequest of(ChatRequest request, Dialect dialect) {
    return request;
  }
}
