package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's calls in Azure's dress: other paths, key and errors, and what the content filter found.
 * The versioned paths name the deployment and want an {@code api-version}; the unified ones do not.
 */
final class AzureOpenAi implements Dialect {
  static final Object UNFILTERED =
      object("hate", safe())
          .with("self_harm", safe())
          .with("sexual", safe())
          .with("violence", safe());
  static final Object PROMPT_UNFILTERED =
      List.of(object("prompt_index", 0).with("content_filter_results", UNFILTERED));

  private static final Pattern DEPLOYMENT = Pattern.compile("/openai/deployments/([^/]+)(/.*)");
  private static final String UNIFIED = "/openai/v1/";

  private static Object safe() {
    return object("filtered", false).with("severity", "safe");
  }

  @Override
  public @Nullable Operation operation(Request request) {
    Matcher versioned = DEPLOYMENT.matcher(request.path());
    if (versioned.matches()) {
      return request.isPost() && request.query().containsKey("api-version")
          ? ofDeployment(versioned.group(1), versioned.group(2))
          : null;
    }
    return request.path().startsWith(UNIFIED)
        ? OpenAi.operation(request, OpenAiChat.Host.AZURE)
        : null;
  }

  private static @Nullable Operation ofDeployment(String deployment, String call) {
    return switch (call) {
      case "/chat/completions" -> new OpenAiChat(OpenAiChat.Host.AZURE, deployment);
      case "/embeddings" -> new OpenAiEmbeddings(deployment);
      default -> null;
    };
  }

  @Override
  public List<String> keyPlaces() {
    return List.of("api-key", "authorization");
  }

  @Override
  public Map<String, String> headers(Scene scene) {
    return Map.of(
        "apim-request-id",
        scene.requestId(),
        "x-request-id",
        scene.requestId(),
        "x-ms-region",
        "Simulated");
  }

  @Override
  public Answer error(Trouble trouble, Scene scene) {
    return AzureErrors.of(trouble, scene);
  }

  @Override
  public Answer status(int status, Scene scene) {
    return error(Trouble.of(Problem.of(status)), scene).withStatus(status);
  }

  @Override
  public Answer limited(Refused refused, Scene scene) {
    return AzureErrors.limited(refused);
  }

  @Override
  public Answer quotaExhausted(Scene scene) {
    return OpenAiErrors.quotaExhausted();
  }

  @Override
  public Map<String, String> limitHeaders(List<Reading> readings, Instant now) {
    return OpenAiLimitHeaders.of(readings, AzureOpenAi::seconds);
  }

  private static String seconds(Duration reset) {
    return String.valueOf((reset.toMillis() + 999) / 1000);
  }
}
