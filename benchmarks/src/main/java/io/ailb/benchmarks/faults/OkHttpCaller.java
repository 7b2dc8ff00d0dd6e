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
      return mode == Mode.STREAMED && response.code() < 400
          ? stream(body.source())
          : Chat.answered(response.code(), body.string());
    } catch (JsonProcessingException e) {
      return Experience.garbled("not JSON");
    } catch (IOException e) {
      return Experience.error(0, e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private static Request request(String baseUrl, Mode mode, int number) {
    return new Request.Builder()
        .url(Chat.url(baseUrl))
        .header("Authorization", Chat.authorization())
        .post(RequestBody.create(Chat.question(mode, number), TYPE))
        .build();
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
