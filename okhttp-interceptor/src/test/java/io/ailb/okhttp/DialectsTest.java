package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A plain client that speaks Anthropic's and Gemini's dialects, whose SDKs take no interceptor of
 * OkHttp's.
 */
class DialectsTest extends LabTest {
  private static final String ANTHROPIC =
      "{\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
          + "\"model\":\"claude\"%s}";
  private static final String GEMINI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";

  private void pool(Provider provider) {
    lab(new Lab()
            .endpoint("a", provider, spec -> spec, e -> {})
            .endpoint("b", provider, spec -> spec, e -> {})
            .start())
        .script("a", FaultRule.of(new Fault.Failure(Problem.OVERLOADED)));
  }

  private String servedByB(Request request, boolean async) throws IOException {
    Response response = execute(client().newCall(request), async);
    assertThat(response.code()).isEqualTo(200);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    String text = text(response);
    LogEntry entry = lab.log("b").get(0);
    assertThat(entry.keyOwner()).isEqualTo(lab.simulatedName("b"));
    assertThat(entry.doubleCredential()).isFalse();
    assertThat(entry.complete()).isTrue();
    return text;
  }

  private static Request anthropic(String path, String body, String keyHeader) {
    return new Request.Builder()
        .url("https://api.anthropic.com" + path)
        .header(keyHeader, keyHeader.equals("x-api-key") ? "own-key" : "Bearer own-key")
        .header("anthropic-version", "2023-06-01")
        .post(RequestBody.create(Lab.JSON, body))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, x-api-key",
    "false, true, x-api-key",
    "true, false, x-api-key",
    "true, true, x-api-key",
    "true, false, Authorization"
  })
  void anthropicMessages(boolean stream, boolean async, String keyHeader) throws IOException {
    pool(Provider.ANTHROPIC);
    String body = ANTHROPIC.formatted(stream ? ",\"stream\":true" : "");
    String text = servedByB(anthropic("/v1/messages", body, keyHeader), async);
    assertThat(text).contains(stream ? "message_stop" : "\"stop_reason\":\"end_turn\"");
    assertThat(lab.pooled("b").outputTokens()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anthropicCountTokens(boolean async) throws IOException {
    pool(Provider.ANTHROPIC);
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"claude\"}";
    String text = servedByB(anthropic("/v1/messages/count_tokens", body, "x-api-key"), async);
    assertThat(text).contains("input_tokens");
    assertThat(lab.pooled("b").outputTokens()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "generateContent, false", "generateContent, true", "streamGenerateContent?alt=sse, false",
    "streamGenerateContent?alt=sse, true", "countTokens, false", "countTokens, true"
  })
  void gemini(String method, boolean async) throws IOException {
    pool(Provider.GEMINI);
    Request request =
        new Request.Builder()
            .url("https://generativelanguage.googleapis.com/v1beta/models/gemini-x:" + method)
            .header("x-goog-api-key", "own-key")
            .post(RequestBody.create(Lab.JSON, GEMINI))
            .build();
    boolean counts = method.equals("countTokens");
    assertThat(servedByB(request, async)).contains(counts ? "totalTokens" : "STOP");
    assertThat(lab.pooled("b").outputTokens() > 0).isEqualTo(!counts);
  }

  @ParameterizedTest
  @CsvSource({"ANTHROPIC", "GEMINI"})
  void aStreamThatBreaksEndsInAnErrorOfItsDialect(Provider provider) throws IOException {
    pool(provider);
    lab.up("a").script("b", FaultRule.of(new Fault.Cut(3, true)));
    Request request =
        provider == Provider.ANTHROPIC
            ? anthropic("/v1/messages", ANTHROPIC.formatted(",\"stream\":true"), "x-api-key")
            : new Request.Builder()
                .url(
                    "https://generativelanguage.googleapis.com/v1beta/models/g:"
                        + "streamGenerateContent?alt=sse")
                .post(RequestBody.create(Lab.JSON, GEMINI))
                .build();
    StringBuilder received = new StringBuilder();
    try (Response response = client().newCall(request).execute()) {
      while (true) {
        received.append(response.body().source().readUtf8LineStrict()).append('\n');
      }
    } catch (IOException e) {
      assertThat(received).contains("error");
    }
    assertThat(received).doesNotContain("message_stop").doesNotContain("STOP");
  }
}
