package io.ailb.simulator.dialect;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gemini: the path names the model and the method; there are no rate-limit headers. */
final class Gemini implements Dialect {
  private static final Pattern CALL = Pattern.compile(".*/models/([^/:]+):([A-Za-z]+)");

  @Override
  public @Nullable Operation operation(Request request) {
    Matcher call = CALL.matcher(request.path());
    if (!request.isPost() || !call.matches()) {
      return null;
    }
    String model = call.group(1);
    return switch (call.group(2)) {
      case "generateContent" -> new GeminiGenerate(model, Framing.WHOLE);
      case "streamGenerateContent" ->
          new GeminiGenerate(
              model, "sse".equals(request.query().get("alt")) ? Framing.SSE : Framing.JSON_ARRAY);
      case "embedContent" -> new GeminiEmbeddings(model, false);
      case "batchEmbedContents" -> new GeminiEmbeddings(model, true);
      case "countTokens" -> new GeminiTokenCount(model);
      default -> null;
    };
  }

  @Override
  public List<String> keyPlaces() {
    return List.of("x-goog-api-key", "?key");
  }

  @Override
  public Map<String, String> headers(Scene scene) {
    return Map.of();
  }

  @Override
  public Answer error(Trouble trouble, Scene scene) {
    return GeminiErrors.of(trouble, scene);
  }

  @Override
  public Answer status(int status, Scene scene) {
    return GeminiErrors.ofStatus(status, scene);
  }

  @Override
  public Answer limited(Refused refused, Scene scene) {
    return GeminiErrors.limited(refused, scene);
  }

  @Override
  public Answer quotaExhausted(Scene scene) {
    return GeminiErrors.quotaExhausted(scene);
  }

  @Override
  public Map<String, String> limitHeaders(List<Reading> readings, Instant now) {
    return Map.of();
  }
}
