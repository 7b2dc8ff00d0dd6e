package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI and the many hosts that speak like it: only the end of the path counts. */
final class OpenAi implements Dialect {

  /** The moment at which everything was created, so that answers do not depend on the time. */
  static final long CREATED = 1795180800;

  @Override
  public @Nullable Operation operation(Request request) {
    return operation(request, OpenAiChat.Host.OPENAI);
  }

  static @Nullable Operation operation(Request request, OpenAiChat.Host host) {
    String path = request.path();
    if (request.isGet() && path.endsWith("/models")) {
      return new OpenAiModels(null);
    }
    if (request.isGet() && path.contains("/models/")) {
      return new OpenAiModels(path.substring(path.lastIndexOf("/models/") + 8));
    }
    if (path.contains("/responses/") && host != OpenAiChat.Host.COMPATIBLE) {
      return OpenAiStored.of(request);
    }
    if (!request.isPost()) {
      return null;
    }
    if (path.endsWith("/chat/completions")) {
      return new OpenAiChat(host, null);
    }
    if (path.endsWith("/responses") && host != OpenAiChat.Host.COMPATIBLE) {
      return new OpenAiResponses();
    }
    return path.endsWith("/embeddings") ? new OpenAiEmbeddings(null) : null;
  }

  @Override
  public List<String> keyPlaces() {
    return List.of("authorization");
  }

  @Override
  public Map<String, String> headers(Scene scene) {
    return Map.of("x-request-id", scene.requestId(), "openai-processing-ms", "1");
  }

  @Override
  public Answer error(Trouble trouble, Scene scene) {
    return OpenAiErrors.of(trouble, scene);
  }

  @Override
  public Answer status(int status, Scene scene) {
    return error(Trouble.of(Problem.of(status)), scene).withStatus(status);
  }

  @Override
  public Answer limited(Refused refused, Scene scene) {
    return OpenAiErrors.limited(refused, scene);
  }

  @Override
  public Answer quotaExhausted(Scene scene) {
    return OpenAiErrors.quotaExhausted();
  }

  @Override
  public Map<String, String> limitHeaders(List<Reading> readings, Instant now) {
    return OpenAiLimitHeaders.of(readings, OpenAiLimitHeaders::goDuration);
  }

  static String model(JsonNode body) throws Refusal {
    String model = Json.string(body, "model");
    if (model == null || model.isEmpty()) {
      throw Refusal.invalid("you must provide a model parameter", "model");
    }
    return model;
  }

  /** Reads a content that is a string or a list of parts, of which those with a text count. */
  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
