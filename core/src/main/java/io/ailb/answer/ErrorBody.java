package io.ailb.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an error's body, in whichever of the known shapes it comes: OpenAI's and
 * Anthropic's {@code error} object, Google's, perhaps inside an array, a flat one as Mistral's, a
 * mere string, or something that is no JSON at all.
 */
final class ErrorBody {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So much of a page that is no JSON tells people enough. */
  private static final int EXCERPT = 200;

  private final JsonNode root;
  private final JsonNode error;
  private final String message;

  private ErrorBody(JsonNode root, JsonNode error, String message) {
    this.root = root;
    this.error = error;
    this.message = message;
  }

  static ErrorBody of(byte[] body, String contentType) {
    JsonNode root = parse(body);
    if (root.isArray() && root.size() == 1) {
      root = root.get(0);
    }
    // A failed response of OpenAI Responses holds its error one level deeper.
    JsonNode error =
        root.has("response") ? root.path("response").path("error") : root.path("error");
    if (error.isTextual()) {
      return new ErrorBody(root, root, error.textValue());
    }
    JsonNode fields = error.isObject() ? error : root;
    JsonNode message = fields.path("message");
    return new ErrorBody(
        root, fields, message.isTextual() ? message.textValue() : excerpt(body, contentType));
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode root = body.length == 0 ? null : JSON.readTree(body);
      return root == null ? MissingNode.getInstance() : root;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static String excerpt(byte[] body, String contentType) {
    if (body.length == 0) {
      return "(empty body)";
    }
    if (!contentType.startsWith("text/") && !contentType.contains("json")) {
      return "(" + body.length + " bytes of " + (contentType.isEmpty() ? "?" : contentType) + ")";
    }
    String text = new String(body, 0, Math.min(body.length, EXCERPT * 4), StandardCharsets.UTF_8);
    String line = text.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").trim();
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "...";
  }

  /** Whether it is an object of JSON: an API has answered, not a proxy or a web server. */
  boolean isJson() {
    return root.isObject();
  }

  /** The provider's words, or the beginning of what came instead. */
  String message() {
    return message;
  }

  /** The HTTP status that the body states, as Google's and OpenRouter's do; 0 if none. */
  int statusCode() {
    return error.path("code").asInt(0);
  }

  /** OpenAI's code, Anthropic's detail code, Google's status; null if there is none. */
  @Nullable String code() {
    String detail = text(error.path("details").path("error_code"));
    String code = detail != null ? detail : text(error.path("code"));
    return code != null ? code : text(error.path("status"));
  }

  /** OpenAI's and Anthropic's type of error; null if there is none. */
  @Nullable String type() {
    return text(error.path("type"));
  }

  /** Google's reason, such as {@code API_KEY_INVALID}. */
  @Nullable String reason() {
    return text(detail("ErrorInfo").path("reason"));
  }

  /** Google's delay before a retry makes sense. */
  @Nullable Duration retryDelay() {
    String delay = text(detail("RetryInfo").path("retryDelay"));
    return delay == null ? null : Durations.of(delay);
  }

  /** Google's violated limits. */
  JsonNode quotaViolations() {
    return detail("QuotaFailure").path("violations");
  }

  private JsonNode detail(String type) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("@type").asText("").endsWith("google.rpc." + type)) {
        return detail;
      }
    }
    return MissingNode.getInstance();
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
  }
}
