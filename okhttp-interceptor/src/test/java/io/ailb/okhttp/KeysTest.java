package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool's key arrives at its endpoint and nowhere else, whatever the client does with keys. */
class KeysTest extends LabTest {
  /** As openai-java's: takes keys off requests whose origin is not that of their call. */
  private static final Interceptor STRIPPER =
      chain -> {
        Request request = chain.request();
        Request asked = chain.call().request();
        boolean same =
            request.url().host().equals(asked.url().host())
                && request.url().port() == asked.url().port();
        return chain.proceed(
            same
                ? request
                : request
                    .newBuilder()
                    .removeHeader("Authorization")
                    .removeHeader("api-key")
                    .build());
      };

  /** As an application may write it that balances under some condition only. */
  private static final class WrappedChain implements Interceptor.Chain {
    private final Interceptor.Chain chain;

    private WrappedChain(Interceptor.Chain chain) {
      this.chain = chain;
    }

    @Override
    public Request request() {
      return chain.request();
    }

    @Override
    public Response proceed(Request request) throws IOException {
      return chain.proceed(request);
    }

    @Override
    public Connection connection() {
      return chain.connection();
    }

    @Override
    public Call call() {
      return chain.call();
    }

    @Override
    public int connectTimeoutMillis() {
      return chain.connectTimeoutMillis();
    }

    @Override
    public Interceptor.Chain withConnectTimeout(int timeout, TimeUnit unit) {
      return new WrappedChain(chain.withConnectTimeout(timeout, unit));
    }

    @Override
    public int readTimeoutMillis() {
      return chain.readTimeoutMillis();
    }

    @Override
    public Interceptor.Chain withReadTimeout(int timeout, TimeUnit unit) {
      return new WrappedChain(chain.withReadTimeout(timeout, unit));
    }

    @Override
    public int writeTimeoutMillis() {
      return chain.writeTimeoutMillis();
    }

    @Override
    public Interceptor.Chain withWriteTimeout(int timeout, TimeUnit unit) {
      return new WrappedChain(chain.withWriteTimeout(timeout, unit));
    }
  }

  /** One that shows nothing of what it wraps. */
  private static Interceptor.Chain opaque(Interceptor.Chain chain) {
    return (Interceptor.Chain)
        Proxy.newProxyInstance(
            KeysTest.class.getClassLoader(),
            new Class<?>[] {Interceptor.Chain.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(chain, arguments);
                return result instanceof Interceptor.Chain inner ? opaque(inner) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private OkHttpClient wrapping(
      UnaryOperator<Interceptor.Chain> wrapper, Consumer<OkHttpClient.Builder> more) {
    Interceptor ours = new LoadBalancingInterceptor(lab.balancer);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder().addInterceptor(chain -> ours.intercept(wrapper.apply(chain)));
    more.accept(builder);
    return lab.built(builder);
  }

  private void servedWithItsKey(String name) {
    List<LogEntry> log = lab.log(name);
    LogEntry last = log.get(log.size() - 1);
    assertThat(last.keyOwner()).isEqualTo(lab.simulatedName(name));
    assertThat(last.doubleCredential()).isFalse();
  }

  // Chains that are not OkHttp's own.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void behindAWrappedChainTheKeyIsStillAddedLast(boolean async) throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    List<Request> seen = Collections.synchronizedList(new ArrayList<>());
    OkHttpClient client =
        wrapping(
            chain -> new WrappedChain(new WrappedChain(chain)),
            builder ->
                builder
                    .addNetworkInterceptor(STRIPPER)
                    .addNetworkInterceptor(
                        chain -> {
                          seen.add(chain.request());
                          return chain.proceed(chain.request());
                        }));
    Response response = execute(client.newCall(Lab.chat(false)), async);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    text(response);
    servedWithItsKey("a");
    servedWithItsKey("b");
    assertThat(seen)
        .hasSize(2)
        .allSatisfy(request -> assertThat(request.header("Authorization")).isNull());
  }

  @Test
  void aKeyThatWasTakenOffIsHeldAgainstNobodyAndTheCallGoesOutAsItCame() throws IOException {
    lab(Lab.two());
    SimulatedEndpoint own = lab.apart("own", Provider.OPENAI);
    Request request =
        Lab.chat(false)
            .newBuilder()
            .url(own.baseUrl() + "/chat/completions")
            .header("Authorization", "Bearer " + lab.key("own"))
            .build();
    OkHttpClient client =
        wrapping(KeysTest::opaque, builder -> builder.addNetworkInterceptor(STRIPPER));
    try (Logged log = new Logged()) {
      for (int i = 0; i < 2; i++) {
        Response response = client.newCall(request).execute();
        assertThat(response.code()).isEqualTo(200);
        assertThat(text(response)).contains(own.name());
        servedWithItsKey("own");
      }
      assertThat(log.linesWith("takes keys off")).isEqualTo(1);
    }
    assertThat(lab.log("a").size() + lab.log("b").size()).as("found out once").isEqualTo(1);
    for (String name : List.of("a", "b")) {
      assertThat(lab.pooled(name).state()).isEqualTo("READY");
      assertThat(lab.pooled(name).failures()).isZero();
    }
  }

  @Test
  void whereNothingTakesKeysOffAnUnknownChainBalancesAllTheSame() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    OkHttpClient client = wrapping(KeysTest::opaque, builder -> {});
    assertThat(text(client.newCall(Lab.chat(false)).execute())).contains(lab.simulatedName("b"));
    servedWithItsKey("a");
    servedWithItsKey("b");
  }

  /** OkHttp takes Authorization off when a redirect leads elsewhere, and no other key header. */
  @Test
  void aKeyThatARedirectCouldCarryAwayIsNotPutIntoTheHeaders() throws IOException {
    lab(new Lab().endpoint("a", Provider.ANTHROPIC, spec -> spec, e -> {}).start());
    SimulatedEndpoint own = lab.apart("own", Provider.ANTHROPIC);
    Request request =
        new Request.Builder()
            .url(own.origin() + "/v1/messages")
            .header("x-api-key", lab.key("own"))
            .header("anthropic-version", "2023-06-01")
            .post(
                RequestBody.create(
                    Lab.JSON,
                    "{\"model\":\"m\",\"max_tokens\":9,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
            .build();
    Response response = wrapping(KeysTest::opaque, b -> {}).newCall(request).execute();
    assertThat(text(response)).contains(own.name());
    servedWithItsKey("own");
    assertThat(lab.log("a")).isEmpty();
  }

  // Redirects.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRedirectWithinTheHostKeepsTheKey(boolean async) throws IOException {
    lab(Lab.two());
    lab.script(
        "a",
        FaultRule.of(
                new Fault.Redirect(lab.endpoints.get("a").baseUrl() + "/chat/completions?x=1", 307))
            .times(1));
    Response response = execute(client().newCall(Lab.chat(false)), async);
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(text(response)).contains(lab.simulatedName("a"));
    assertThat(lab.log("a")).hasSize(2);
    servedWithItsKey("a");
  }

  // Authenticators.

  @Test
  void anAuthenticatorIsAskedButItsKeyGoesToNoEndpoint() throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(new Fault.Failure(Problem.UNAUTHORIZED)));
    AtomicInteger asked = new AtomicInteger();
    OkHttpClient client =
        lab.built(
            lab.client()
                .authenticator(
                    (route, refused) -> {
                      asked.incrementAndGet();
                      // What OkHttp's documentation recommends.
                      return refused.request().header("Authorization") != null
                          ? null
                          : refused
                              .request()
                              .newBuilder()
                              .header("Authorization", "Bearer the-authenticators-key")
                              .build();
                    }));
    Response response = client.newCall(Lab.chat(false)).execute();
    assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
    text(response);
    assertThat(asked).hasValue(2);
    assertThat(lab.log("a")).hasSize(2);
    servedWithItsKey("a");
    servedWithItsKey("b");
  }

  // Proxies.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxyThatWantsCredentialsOfItsOwnGetsThem(boolean async) throws IOException {
    lab(Lab.two()).script("a", FaultRule.of(Fault.status(500)));
    try (Stub proxy = AuthenticatingProxy.start()) {
      OkHttpClient client =
          lab.built(
              lab.client()
                  .proxy(AuthenticatingProxy.address(proxy))
                  .proxyAuthenticator(AuthenticatingProxy.AUTHENTICATOR));
      Response response = execute(client.newCall(Lab.chat(false)), async);
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
      text(response);
      servedWithItsKey("b");
      assertThat(lab.log("b").get(0).headers()).doesNotContainKey("proxy-authorization");
      assertThat(proxy.heads).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  // Requests that cannot be written.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatCannotBeWrittenForOneEndpointGoesToAnother(boolean async) throws IOException {
    lab(Lab.two());
    AtomicInteger asked = new AtomicInteger();
    RequestBody body = RequestBody.create(Lab.JSON, "{\"model\":\"m\",\"messages\":[]}");
    RequestBody failing =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            if (asked.incrementAndGet() == 1) {
              throw new IllegalArgumentException("unexpected");
            }
            return body.contentType();
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
          }
        };
    try (Logged log = new Logged()) {
      Request request = Lab.chat(false).newBuilder().post(failing).build();
      Response response = execute(client().newCall(request), async);
      assertThat(response.header("x-ai-lb-endpoint")).isEqualTo("b");
      text(response);
      assertThat(log.linesWith("writing a request")).isEqualTo(1);
    }
    bugsExpected = 1;
    assertThat(lab.log("a")).isEmpty();
    assertThat(lab.pooled("a").failures()).isZero();
  }

  @Test
  void aKeyThatNoHeaderCanHaveIsNotSaid() {
    lab(Lab.two());
    WireRequest wire =
        new WireRequest(
            "POST",
            "https://h/v1/messages",
            HttpFields.none(),
            new WireRequest.Credential("x-api-key", "sk-secret\nX-Other: y"),
            List.of());
    Interrupts nobody =
        new Interrupts(new OkHttpClient().newCall(new Request.Builder().url("https://h/").build()));
    assertThatThrownBy(() -> Destination.of(wire, 0, nobody))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }
}
