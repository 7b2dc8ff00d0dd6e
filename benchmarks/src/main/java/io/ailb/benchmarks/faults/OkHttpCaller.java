package io.ailb.benchmarks.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.faults.Experience.Ending;
import java.io.IOException;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** OkHttp and nothing above it: it sees each byte, sets no time limit, and repeats nothing. */
final class OkHttpCaller implements Caller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final String DATA = "data:";

  private final OkHttpClient http;

  /**
   * @param builder with the interceptor, or under the agent without
   */
  OkHttpCaller(OkHttpClient.Builder builder) {
    http = builder.readTimeout(Duration.ZERO).callTimeout(Duration.ZERO).build();
  }

  @Override
  public Experience ask(String baseUrl, Mode mode, int request) {
    try (Response response = http.newCall(request(baseUrl, mode, request)).execute()) {
      ResponseBody body = response.body();
      if (body == null) {
        return Experience.garbled("no body");
      }
      if (response.code() >= 400) {
        JsonNode error = JSON.readTree(body.string()).path("error");
        return error.path("message").asText().isEmpty()
            ? Experience.garbled("an error that is none: " + error)
            : Experience.error(response.code(), error.path("message").asText());
      }
      return mode == Mode.STREAMED ? stream(body.source()) : whole(JSON.readTree(body.string()));
    } catch (JsonProcessingException e) {
      return Experience.garbled("not JSON");
    } catch (IOException e) {
      return Experience.error(0, e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private static Request request(String baseUrl, Mode mode, int number) {
    String stream =
        mode == Mode.STREAMED ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
    String body =
        "{\"model\":\"%s\",\"user\":\"%s%d\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
            .formatted(MODEL, Try.MARK, number, QUESTION, stream);
    return new Request.Builder()
        .url(baseUrl + "/chat/completions")
        .header("Authorization", "Bearer " + OWN_KEY)
        .post(RequestBody.create(body, TYPE))
        .build();
  }

  private static Experience whole(JsonNode answer) {
    JsonNode choice = answer.path("choices").path(0);
    return new Experience(
        Ending.SUCCESS,
        Duration.ZERO,
        choice.path("message").path("content").asText(),
        text(choice.path("finish_reason")),
        true,
        text(answer.path("model")),
        tokens(answer.path("usage")),
        0,
        "");
  }

  /** Reads event by event, as SDKs do; the end of HTTP is the end of the answer. */
  private static Experience stream(BufferedSource source) throws IOException {
    StringBuilder said = new StringBuilder();
    String finish = null;
    boolean terminated = false;
    String model = null;
    Long outputTokens = null;
    for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
      String data = line.startsWith(DATA) ? line.substring(DATA.length()).trim() : "";
      terminated |= data.equals("[DONE]");
      if (data.isEmpty() || data.equals("[DONE]")) {
        continue;
      }
      JsonNode event = JSON.readTree(data);
      if (event.has("error")) {
        return Experience.error(0, event.path("error").path("message").asText());
      }
      JsonNode choice = event.path("choices").path(0);
      said.append(choice.path("delta").path("content").asText(""));
      finish = text(choice.path("finish_reason")) == null ? finish : "stop";
      model = text(event.path("model")) == null ? model : text(event.path("model"));
      outputTokens =
          tokens(event.path("usage")) == null ? outputTokens : tokens(event.path("usage"));
    }
    return new Experience(
        Ending.SUCCESS,
        Duration.ZERO,
        said.toString(),
        finish,
        terminated,
        model,
        outputTokens,
        0,
        "");
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  private static @Nullable Long tokens(JsonNode usage) {
    return usage.has("completion_tokens") ? usage.path("completion_tokens").asLong() : null;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
