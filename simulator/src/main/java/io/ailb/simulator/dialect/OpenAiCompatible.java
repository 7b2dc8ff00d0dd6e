package io.ailb.simulator.dialect;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host that speaks OpenAI's first dialect and nothing newer. */
final class OpenAiCompatible implements Dialect {
  private final Dialect openAi = new OpenAi();

  @Override
  public @Nullable Operation operation(Request request) {
    return OpenAi.operation(request, OpenAiChat.Host.COMPATIBLE);
  }

  @Override
  public List<String> keyPlaces() {
    return openAi.keyPlaces();
  }

  @Override
  public Map<String, String> headers(Scene scene) {
    return openAi.headers(scene);
  }

  @Override
  public Answer error(Trouble trouble, Scene scene) {
    return openAi.error(trouble, scene);
  }

  @Override
  public Answer status(int status, Scene scene) {
    return openAi.status(status, scene);
  }

  @Override
  public Answer limited(Refused refused, Scene scene) {
    return openAi.limited(refused, scene);
  }

  @Override
  public Answer quotaExhausted(Scene scene) {
    return openAi.quotaExhausted(scene);
  }

  @Override
  public Map<String, String> limitHeaders(List<Reading> readings, Instant now) {
    return openAi.limitHeaders(readings, now);
  }
}
