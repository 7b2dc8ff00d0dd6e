package io.ailb.simulator.dialect;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages, behind any prefix before {@code /v1/messages}. */
final class Anthropic implements Dialect {

  @Override
  public @Nullable Operation operation(Request request) {
    if (!request.isPost()) {
      return null;
    }
    if (request.path().endsWith("/v1/messages")) {
      return new AnthropicMessages();
    }
    return request.path().endsWith("/v1/messages/count_tokens") ? new AnthropicTokenCount() : null;
  }

  @Override
  public List<String> keyPlaces() {
    return List.of("x-api-key", "authorization");
  }

  @Override
  public Map<String, String> headers(Scene scene) {
    return Map.of("request-id", scene.requestId());
  }

  @Override
  public Answer error(Trouble trouble, Scene scene) {
    return AnthropicErrors.of(trouble, scene);
  }

  @Override
  public Answer status(int status, Scene scene) {
    return AnthropicErrors.ofStatus(status, scene);
  }

  @Override
  public Answer limited(Refused refused, Scene scene) {
    return AnthropicErrors.limited(refused, scene);
  }

  @Override
  public Answer quotaExhausted(Scene scene) {
    return AnthropicErrors.quotaExhausted(scene);
  }

  @Override
  public Map<String, String> limitHeaders(List<Reading> readings, Instant now) {
    return AnthropicLimitHeaders.of(readings, now);
  }
}
