package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import io.ailb.simulator.limit.Decision.Refused;

/** Where Azure's errors differ from OpenAI's: {@code {error: {code, message}}}. */
final class AzureErrors {
  private AzureErrors() {}

  static Answer of(Trouble trouble, Scene scene) {
    return switch (trouble.problem()) {
      case UNAUTHORIZED ->
          error(
              401,
              "401",
              "Access denied due to invalid subscription key or wrong API endpoint. Make sure to"
                  + " provide a valid key for an active subscription and use a correct regional"
                  + " API endpoint for your resource.");
      case MODEL_NOT_FOUND ->
          error(
              404,
              "DeploymentNotFound",
              "The API deployment for this resource does not exist. If you created the deployment"
                  + " within the last 5 minutes, please wait a moment and try again.");
      case PATH_NOT_FOUND -> error(404, "404", "Resource not found");
      case CONTENT_FILTER -> filtered();
      default -> OpenAiErrors.of(trouble, scene);
    };
  }

  static Answer limited(Refused refused) {
    String rate = refused.kind().countsRequests() ? "call" : "token";
    Long seconds = refused.hint().seconds();
    String advice = seconds == null ? "" : " Please retry after " + seconds + " seconds.";
    return error(
            429,
            "429",
            "Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded "
                + rate
                + " rate limit of your current OpenAI S0 pricing tier."
                + advice)
        .withHeaders(OpenAiErrors.retryHeaders(refused.hint()));
  }

  private static Answer filtered() {
    JsonObject found =
        object("hate", severity(false, "safe"))
            .with("self_harm", severity(false, "safe"))
            .with("sexual", severity(false, "safe"))
            .with("violence", severity(true, "high"));
    return Answer.error(
        400,
        object(
            "error",
            object(
                    "message",
                    "The response was filtered due to the prompt triggering the content management"
                        + " policy.")
                .with("type", null)
                .with("param", "prompt")
                .with("code", "content_filter")
                .with("status", 400)
                .with(
                    "innererror",
                    object("code", "ResponsibleAIPolicyViolation")
                        .with("content_filter_result", found))));
  }

  private static Object severity(boolean filtered, String severity) {
    return object("filtered", filtered).with("severity", severity);
  }

  private static Answer error(int status, String code, String message) {
    return Answer.error(status, object("error", object("code", code).with("message", message)));
  }
}
