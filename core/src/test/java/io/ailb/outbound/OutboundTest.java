package io.ailb.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.Endpoints;
import io.ailb.model.AiCall;
import io.ailb.model.Auth;
import io.ailb.model.Auth.Scheme;
import io.ailb.model.Endpoint;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.WireRequest;
import io.ailb.recognise.Recogniser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundTest {
  private static final Secret KEY = Secret.of("sk-endpoint");

  private static Caller caller(String url, HttpFields headers, byte[] body) {
    int mark = url.indexOf('?');
    String path = mark < 0 ? url : url.substring(0, mark);
    Operation operation = Recogniser.operation(path);
    String query = mark < 0 ? null : url.substring(mark + 1);
    Origin origin = new Origin("https", "caller.host", 443);
    Recogniser.Reading reading =
        Recogniser.read(operation, operation.method(), origin, path, query, headers, body);
    return new Caller(
        reading.call(),
        operation.method(),
        path,
        query,
        headers,
        Set.of("x-pool-secret"),
        reading.body());
  }

  private static Caller caller(String url, String... headers) {
    String body =
        url.contains("/models") && !url.contains(":") ? "" : "{\"model\":\"gpt\",\"x\":1}";
    return caller(url, HttpFields.of(headers), body.getBytes(UTF_8));
  }

  private static String text(WireRequest request) {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer part : request.body()) {
      text.append(UTF_8.decode(part.duplicate()));
    }
    return text.toString();
  }

  /** The table of docs/configuration.md. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI|https://h|/v1/chat/completions|https://h/v1/chat/completions",
        "OPENAI|https://h/v1|/v1/chat/completions|https://h/v1/chat/completions",
        "OPENAI|https://h:8443/v1|/v1/responses|https://h:8443/v1/responses",
        "OPENAI|https://h/openai/v1|/v1/embeddings|https://h/openai/v1/embeddings",
        "OPENAI|https://h|/v1/models|https://h/v1/models",
        "OPENAI_COMPATIBLE|https://h/api/v1|/chat/completions|https://h/api/v1/chat/completions",
        "OPENAI_COMPATIBLE|https://h/v1beta/openai|/v1/chat/completions|https://h/v1beta/openai/chat/completions",
        "OPENAI_COMPATIBLE|http://h:11434/v1|/v1/chat/completions|http://h:11434/v1/chat/completions",
        "AZURE_OPENAI|https://h|/v1/chat/completions|https://h/openai/deployments/sent/chat/completions?api-version=2024-10-21",
        "AZURE_OPENAI|https://h/openai|/v1/chat/completions|https://h/openai/deployments/sent/chat/completions?api-version=2024-10-21",
        "AZURE_OPENAI|https://h/openai|/openai/deployments/d/chat/completions?api-version=2023|https://h/openai/deployments/sent/chat/completions?api-version=2024-10-21",
        "AZURE_OPENAI|https://h/openai/v1|/v1/chat/completions|https://h/openai/v1/chat/completions?api-version=2024-10-21",
        "OPENAI|https://h/v1|/openai/deployments/d/chat/completions?api-version=2023|https://h/v1/chat/completions",
        "ANTHROPIC|https://h|/v1/messages|https://h/v1/messages",
        "ANTHROPIC|https://h/v1|/v1/messages?beta=true|https://h/v1/messages?beta=true",
        "ANTHROPIC|https://h/anthropic|/v1/messages/count_tokens|https://h/anthropic/v1/messages/count_tokens",
        "GEMINI|https://h|/v1beta/models/g:generateContent|https://h/v1beta/models/sent:generateContent",
        "GEMINI|https://h|/v1/models/g:generateContent|https://h/v1/models/sent:generateContent",
        "GEMINI|https://h/v1beta|/v1/models/g:streamGenerateContent?alt=sse&key=k|https://h/v1beta/models/sent:streamGenerateContent?alt=sse",
        "GEMINI|https://h/v1/projects/p/locations/l/publishers/google|/v1beta/models/g:generateContent|https://h/v1/projects/p/locations/l/publishers/google/models/sent:generateContent",
        "GEMINI|https://h/gemini|/v1beta/models/g:countTokens|https://h/gemini/v1beta/models/sent:countTokens",
        "GEMINI|https://h|/models/g:countTokens|https://h/v1beta/models/sent:countTokens"
      })
  void joinsBaseUrlAndPath(Provider provider, String baseUrl, String path, String expected) {
    String version = provider == Provider.AZURE_OPENAI ? "2024-10-21" : null;
    Endpoint endpoint = Endpoints.of(provider, baseUrl, Auth.AUTO, Map.of(), Map.of(), version);
    assertThat(Outbound.request(endpoint, caller(path), "sent", KEY).url()).isEqualTo(expected);
  }

  @Test
  void theEndpointsQueryReplacesTheCallers() {
    Endpoint endpoint =
        Endpoints.of(
            Provider.OPENAI,
            "https://h",
            Auth.AUTO,
            Map.of(),
            Map.of("team", "a b", "x", "1"),
            null);
    String url = Outbound.request(endpoint, caller("/v1/responses?team=c&y=%20"), "gpt", KEY).url();
    assertThat(url).startsWith("https://h/v1/responses?y=%20&").contains("team=a%20b", "x=1");
    assertThat(url).doesNotContain("team=c");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, AUTO, , Authorization, Bearer sk-endpoint",
    "OPENAI_COMPATIBLE, AUTO, , Authorization, Bearer sk-endpoint",
    "ANTHROPIC, AUTO, , x-api-key, sk-endpoint",
    "ANTHROPIC, BEARER, , Authorization, Bearer sk-endpoint",
    "GEMINI, AUTO, , x-goog-api-key, sk-endpoint",
    "AZURE_OPENAI, AUTO, , api-key, sk-endpoint",
    "AZURE_OPENAI, BEARER, , Authorization, Bearer sk-endpoint",
    "OPENAI, HEADER, X-Secret, X-Secret, sk-endpoint"
  })
  void theKeyTravelsAsTheProviderWantsIt(
      Provider provider, Scheme scheme, String header, String name, String value) {
    Endpoint endpoint =
        Endpoints.of(provider, "https://h", new Auth(scheme, header), Map.of(), Map.of(), "v");
    String path =
        switch (provider) {
          case ANTHROPIC -> "/v1/messages";
          case GEMINI -> "/v1beta/models/g:generateContent";
          default -> "/v1/chat/completions";
        };
    WireRequest request = Outbound.request(endpoint, caller(path), "m", KEY);
    assertThat(request.credential()).isEqualTo(new WireRequest.Credential(name, value));
    assertThat(request.toString()).doesNotContain("sk-endpoint");
  }

  @Test
  void everyCredentialOfTheCallerStaysBehind() {
    Caller caller =
        caller(
            "/v1beta/models/g:generateContent?key=secret-query&k%65y=secret-1&access_token=secret-2"
                + "&Subscription-Key=secret-3&a=b",
            "Authorization",
            "Bearer secret-bearer",
            "X-Api-Key",
            "secret-x",
            "api-key",
            "secret-azure",
            "x-goog-api-key",
            "secret-goog",
            "Ocp-Apim-Subscription-Key",
            "secret-apim",
            "X-Pool-Secret",
            "secret-of-the-pool",
            "OpenAI-Project",
            "secret-project",
            "x-goog-user-project",
            "secret-user-project",
            "Cookie",
            "secret-cookie",
            "Proxy-Authorization",
            "secret-proxy",
            "OpenAI-Organization",
            "secret-org",
            "Accept",
            "text/plain");
    WireRequest request =
        Outbound.request(Endpoints.of(Provider.GEMINI, "https://h"), caller, "g", KEY);
    assertThat(request.url()).endsWith(":generateContent?a=b");
    request.headers().forEach((name, value) -> assertThat(value).doesNotContain("secret"));
    assertThat(request.headers().first("accept")).isEqualTo("text/plain");
    assertThat(request.credential().value()).isEqualTo("sk-endpoint");
  }

  @Test
  void whatBelongsToTheConnectionAndToUsStaysBehind() {
    Caller caller =
        caller(
            "/v1/chat/completions",
            "Host",
            "old",
            "Content-Length",
            "9",
            "Transfer-Encoding",
            "chunked",
            "Connection",
            "Upgrade, HTTP2-Settings",
            "Upgrade",
            "h2c",
            "HTTP2-Settings",
            "x",
            "Accept-Encoding",
            "gzip",
            "x-ai-lb-pool",
            "default",
            "X-Stainless-Lang",
            "java");
    HttpFields headers =
        Outbound.request(Endpoints.of(Provider.OPENAI, "https://h"), caller, "gpt", KEY).headers();
    assertThat(headers.size()).isEqualTo(1);
    assertThat(headers.first("x-stainless-lang")).isEqualTo("java");
  }

  @Test
  void theEndpointsHeadersWin() {
    Endpoint endpoint =
        Endpoints.of(
            Provider.OPENAI, "https://h", Auth.AUTO, Map.of("X-Team", "ours"), Map.of(), null);
    Caller caller = caller("/v1/chat/completions", "x-team", "theirs");
    HttpFields headers = Outbound.request(endpoint, caller, "gpt", KEY).headers();
    assertThat(headers.size()).isEqualTo(1);
    assertThat(headers.first("X-Team")).isEqualTo("ours");
  }

  @Test
  void passthroughKeepsTheCallersOwnCredential() {
    Endpoint endpoint =
        Endpoints.of(
            Provider.OPENAI,
            "https://h",
            new Auth(Scheme.PASSTHROUGH, null),
            Map.of(),
            Map.of(),
            null);
    Caller caller = caller("/v1/chat/completions", "Authorization", "Bearer theirs");
    assertThat(Outbound.request(endpoint, caller, "gpt", null).credential())
        .isEqualTo(new WireRequest.Credential("authorization", "Bearer theirs"));
  }

  @Test
  void anthropicsVersionIsTheCallersElseTheEndpointsElseOurs() {
    Endpoint plain = Endpoints.of(Provider.ANTHROPIC, "https://h");
    Endpoint old =
        Endpoints.of(Provider.ANTHROPIC, "https://h", Auth.AUTO, Map.of(), Map.of(), "2023-06-01");
    Caller silent = caller("/v1/messages");
    Caller stating = caller("/v1/messages", "Anthropic-Version", "2024-01-01");
    assertThat(version(plain, silent)).isEqualTo("2026-10-21");
    assertThat(version(old, silent)).isEqualTo("2023-06-01");
    assertThat(version(old, stating)).isEqualTo("2024-01-01");
  }

  private static String version(Endpoint endpoint, Caller caller) {
    HttpFields headers = Outbound.request(endpoint, caller, "m", KEY).headers();
    return headers.first("anthropic-version");
  }

  @Test
  void anUnchangedModelLeavesEveryByte() {
    byte[] body = "{ \"x\":1.0e+2, \"model\": \"gpt\" }".getBytes(UTF_8);
    Caller caller = caller("/v1/chat/completions", HttpFields.none(), body);
    WireRequest request =
        Outbound.request(Endpoints.of(Provider.OPENAI, "https://h"), caller, "gpt", KEY);
    assertThat(request.body()).hasSize(1);
    assertThat(request.body().get(0)).isEqualTo(ByteBuffer.wrap(body));
    assertThat(request.length()).isEqualTo(body.length);
  }

  @Test
  void anotherModelChangesNothingElse() {
    byte[] body = "{ \"x\":1.0e+2, \"model\": \"gpt\" }".getBytes(UTF_8);
    Caller caller = caller("/v1/chat/completions", HttpFields.none(), body);
    WireRequest request =
        Outbound.request(Endpoints.of(Provider.OPENAI, "https://h"), caller, "other", KEY);
    assertThat(text(request)).isEqualTo("{ \"x\":1.0e+2, \"model\": \"other\" }");
  }

  @Test
  void aModelInThePathLeavesTheBodyAlone() {
    byte[] body = "{\"model\":\"gpt\"}".getBytes(UTF_8);
    Caller caller = caller("/v1/chat/completions", HttpFields.none(), body);
    Endpoint azure =
        Endpoints.of(Provider.AZURE_OPENAI, "https://h", Auth.AUTO, Map.of(), Map.of(), "v");
    assertThat(text(Outbound.request(azure, caller, "deployment", KEY)))
        .isEqualTo("{\"model\":\"gpt\"}");
  }

  @Test
  void gzipStaysAsItIsUnlessTheModelChanges() throws IOException {
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(folded)) {
      gzip.write("{\"model\":\"gpt\"}".getBytes(UTF_8));
    }
    Caller caller =
        caller(
            "/v1/chat/completions",
            HttpFields.of("Content-Encoding", "gzip"),
            folded.toByteArray());
    Endpoint endpoint = Endpoints.of(Provider.OPENAI, "https://h");
    WireRequest same = Outbound.request(endpoint, caller, "gpt", KEY);
    assertThat(same.body()).containsExactly(ByteBuffer.wrap(folded.toByteArray()));
    assertThat(same.headers().first("content-encoding")).isEqualTo("gzip");
    WireRequest other = Outbound.request(endpoint, caller, "other", KEY);
    assertThat(text(other)).isEqualTo("{\"model\":\"other\"}");
    assertThat(other.headers().has("content-encoding")).isFalse();
  }

  @Test
  void passthroughKeepsWhatNamesTheCallersAccount() {
    Auth own = new Auth(Scheme.PASSTHROUGH, null);
    Endpoint endpoint = Endpoints.of(Provider.OPENAI, "https://h", own, Map.of(), Map.of(), null);
    Caller caller =
        caller(
            "/v1/chat/completions?key=theirs",
            "Ocp-Apim-Subscription-Key",
            "theirs",
            "OpenAI-Organization",
            "org",
            "OpenAI-Project",
            "proj",
            "x-goog-user-project",
            "user");
    WireRequest request = Outbound.request(endpoint, caller, "gpt", null);
    assertThat(request.headers().first("OpenAI-Organization")).isEqualTo("org");
    assertThat(request.headers().first("OpenAI-Project")).isEqualTo("proj");
    assertThat(request.headers().first("x-goog-user-project")).isEqualTo("user");
    assertThat(request.credential().value()).isEqualTo("theirs");
    assertThat(request.url()).endsWith("?key=theirs");
  }

  @Test
  void anthropicsBetasTravel() {
    Caller caller = caller("/v1/messages", "anthropic-beta", "a,b", "Anthropic-Beta", "c");
    HttpFields headers =
        Outbound.request(Endpoints.of(Provider.ANTHROPIC, "https://h"), caller, "m", KEY).headers();
    assertThat(headers.size()).isEqualTo(3);
    assertThat(headers.first("anthropic-beta")).isEqualTo("a,b");
  }

  private static String sentBody(Provider provider, String baseUrl, String path, String body) {
    Caller caller = caller(path, HttpFields.none(), body.getBytes(UTF_8));
    return text(Outbound.request(Endpoints.of(provider, baseUrl), caller, "sent", KEY));
  }

  @Test
  void theModelThatAnAzureCallerPutsIntoItsBodyIsNotWhatItAsksFor() {
    String path = "/openai/deployments/asked/chat/completions";
    String placeholder = "{\"model\":\"any\",\"messages\":[]}";
    assertThat(sentBody(Provider.OPENAI, "https://h", path, placeholder))
        .isEqualTo("{\"model\":\"sent\",\"messages\":[]}");
    assertThat(sentBody(Provider.AZURE_OPENAI, "https://h/openai/v1", path, placeholder))
        .isEqualTo("{\"model\":\"sent\",\"messages\":[]}");
    assertThat(sentBody(Provider.AZURE_OPENAI, "https://h", path, placeholder))
        .isEqualTo(placeholder);
    String same = "/openai/deployments/sent/chat/completions";
    assertThat(sentBody(Provider.OPENAI, "https://h", same, placeholder))
        .isEqualTo("{\"model\":\"sent\",\"messages\":[]}");
    assertThat(sentBody(Provider.OPENAI, "https://h", same, "{}"))
        .isEqualTo("{\"model\":\"sent\"}");
  }

  @Test
  void aModelWrittenInEscapesIsLeftAsItIsWhereItIsTheSame() {
    String body = "{\"model\":\"s\\u0065nt\"}";
    assertThat(sentBody(Provider.OPENAI, "https://h", "/v1/responses", body)).isEqualTo(body);
    assertThat(
            sentBody(Provider.OPENAI, "https://h", "/v1/responses", "{\"model\":\"oth\\u0065r\"}"))
        .isEqualTo("{\"model\":\"sent\"}");
  }

  @Test
  void theCallersKeyStaysBehindWhereverElseItStands() {
    Caller caller =
        caller(
            "/v1/chat/completions?token=sk%2Dthe-callers-own&user=kept",
            "Authorization",
            "Bearer sk-the-callers-own",
            "X-Auth-Token",
            "sk-the-callers-own",
            "X-Trace",
            "kept");
    WireRequest request =
        Outbound.request(Endpoints.of(Provider.OPENAI, "https://h"), caller, "gpt", KEY);
    assertThat(request.headers().has("x-auth-token")).isFalse();
    assertThat(request.headers().first("x-trace")).isEqualTo("kept");
    assertThat(request.url()).endsWith("/chat/completions?user=kept");
  }

  @Test
  void theModelInsideACountOfTokensIsChangedWithThatOfThePath() {
    String body = "{\"generateContentRequest\":{\"contents\":[],\"model\":\"models/g\"}}";
    assertThat(sentBody(Provider.GEMINI, "https://h", "/v1beta/models/g:countTokens", body))
        .isEqualTo("{\"generateContentRequest\":{\"contents\":[],\"model\":\"models/sent\"}}");
    assertThat(sentBody(Provider.GEMINI, "https://h", "/v1beta/models/sent:countTokens", body))
        .isEqualTo(body);
    String plain = "{\"contents\":[]}";
    assertThat(sentBody(Provider.GEMINI, "https://h", "/v1beta/models/g:countTokens", plain))
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "https, caller.host, 443, true",
    "http, caller.host, 443, false",
    "https, caller.host, 8443, false",
    "https, other.host, 443, false"
  })
  void theCallersOwnKeyGoesToItsOwnOriginOnly(
      String scheme, String host, int port, boolean served) {
    Auth own = new Auth(Scheme.PASSTHROUGH, null);
    Endpoint endpoint =
        Endpoints.of(Provider.OPENAI, "https://caller.host/v1", own, Map.of(), Map.of(), null);
    Origin origin = new Origin(scheme, host, port);
    AiCall call = new AiCall(Operation.RESPONSES, origin, "m", false, false, -1, 1, 0, 0);
    assertThat(endpoint.serves(call) != null).isEqualTo(served);
  }
}
