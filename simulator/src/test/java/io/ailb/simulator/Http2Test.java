package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS, and HTTP/2 with and without it. */
class Http2Test {
  private static final String QUESTION =
      "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final ProviderSimulator simulator = new ProviderSimulator();

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void overTlsBothProtocolsAreOffered() throws Exception {
    SimulatedEndpoint endpoint = start(true, true);

    assertThat(version(endpoint, HttpClient.Version.HTTP_2)).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(version(endpoint, HttpClient.Version.HTTP_1_1))
        .isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(simulator.log())
        .extracting(LogEntry::protocol)
        .containsExactly("HTTP/2", "HTTP/1.1");
  }

  @Test
  void tlsAlone() throws Exception {
    SimulatedEndpoint endpoint = start(true, false);

    assertThat(endpoint.baseUrl()).startsWith("https://");
    assertThat(version(endpoint, HttpClient.Version.HTTP_2)).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void priorKnowledgeWithoutTls() throws IOException {
    try (Response response = call(start(false, true)).execute()) {
      assertThat(response.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
      assertThat(response.body().string()).contains("[DONE]");
      assertThat(response.header("transfer-encoding")).isNull();
    }
  }

  @Test
  void aResetIsOneOfTheStream() throws IOException {
    SimulatedEndpoint endpoint = start(false, true);
    simulator.script(
        "h2", FaultRule.of(new Fault.Reset()).times(1), FaultRule.of(new Fault.Cut(2, true)));

    assertThatThrownBy(() -> call(endpoint).execute()).isInstanceOf(StreamResetException.class);
    try (Response response = call(endpoint).execute()) {
      assertThatThrownBy(() -> response.body().string()).isInstanceOf(StreamResetException.class);
    }
    assertThat(simulator.log())
        .extracting(LogEntry::complete, LogEntry::events)
        .containsExactly(tuple(false, 0), tuple(false, 2));
  }

  @Test
  void aCallerWhoCancelsIsSeenToLeave() throws IOException {
    SimulatedEndpoint endpoint = start(false, true);
    simulator.script("h2", FaultRule.of(new Fault.Stall(1, null, null)));

    Call call = call(endpoint);
    try (Response response = call.execute()) {
      response.body().source().require(10);
      call.cancel();
    }

    Eventually.get(simulator::log, log -> log.get(0).clientLeftAtMillis() != null);
  }

  private SimulatedEndpoint start(boolean tls, boolean http2) {
    return simulator.start(
        EndpointSpec.builder("h2", Provider.OPENAI).tls(tls).http2(http2).build());
  }

  private static HttpClient.Version version(SimulatedEndpoint endpoint, HttpClient.Version offered)
      throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(endpoint)).version(offered).build();
    HttpResponse<String> response =
        client.send(Caller.ask(endpoint, true).build(), BodyHandlers.ofString());
    assertThat(response.body()).contains("[DONE]");
    return response.version();
  }

  private static SSLContext trusting(SimulatedEndpoint endpoint) throws Exception {
    String pem = Objects.requireNonNull(endpoint.certificatePem());
    InputStream certificate = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "simulator", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Call call(SimulatedEndpoint endpoint) {
    OkHttpClient client =
        new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
    return client.newCall(
        new Request.Builder()
            .url(endpoint.baseUrl() + "/chat/completions")
            .header("authorization", "Bearer key-of-h2")
            .post(RequestBody.create(QUESTION, MediaType.get("application/json")))
            .build());
  }
}
