package io.ailb.okhttp;

import io.ailb.EndpointBuilder;
import io.ailb.LoadBalancer;
import io.ailb.PoolBuilder;
import io.ailb.expose.EndpointStats;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * A pool over simulated endpoints. The endpoints' names are its own (a, b, …); behind them are
 * endpoints of one simulator process that all tests share.
 */
final class Lab implements AutoCloseable {
  static final MediaType JSON = MediaType.get("application/json");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static SimulatorProcess shared;

  final Simulator simulator = shared();
  final Map<String, SimulatedEndpoint> endpoints = new LinkedHashMap<>();
  LoadBalancer balancer;

  private final String prefix = "lab" + NUMBER.incrementAndGet() + "-";
  private final List<Runnable> closeables = new ArrayList<>();
  private Consumer<PoolBuilder> more = pool -> {};
  private final List<Consumer<PoolBuilder>> described = new ArrayList<>();

  private static synchronized SimulatorProcess shared() {
    if (shared == null) {
      shared = SimulatorProcess.start();
    }
    return shared;
  }

  /** Two OpenAI endpoints, a before b. */
  static Lab two() {
    return new Lab().endpoint("a").endpoint("b").start();
  }

  Lab endpoint(String name) {
    return endpoint(name, Provider.OPENAI, spec -> spec, e -> {});
  }

  Lab endpoint(
      String name,
      Provider provider,
      UnaryOperator<EndpointSpec.Builder> spec,
      Consumer<EndpointBuilder> pooled) {
    EndpointSpec.Builder builder =
        EndpointSpec.builder(prefix + name, provider).keys(List.of(key(name)));
    SimulatedEndpoint started = simulator.start(spec.apply(builder).build());
    endpoints.put(name, started);
    described.add(
        pool ->
            pool.endpoint(
                e -> {
                  e.name(name)
                      .provider(
                          provider.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                      .baseUrl(started.baseUrl())
                      .apiKey(key(name));
                  pooled.accept(e);
                }));
    return this;
  }

  /** An OpenAI-like endpoint that is no simulated one. */
  Lab endpointAt(String name, String origin, Consumer<EndpointBuilder> pooled) {
    described.add(
        pool ->
            pool.endpoint(
                e -> {
                  e.name(name).provider("openai").baseUrl(origin + "/v1").apiKey(key(name));
                  pooled.accept(e);
                }));
    return this;
  }

  /** A simulated endpoint that is in no pool: the application's own. */
  SimulatedEndpoint apart(String name, Provider provider) {
    return simulator.start(
        EndpointSpec.builder(prefix + name, provider).keys(List.of(key(name))).build());
  }

  /** More settings of the pool. */
  Lab with(Consumer<PoolBuilder> settings) {
    Consumer<PoolBuilder> before = more;
    more = before.andThen(settings);
    return this;
  }

  Lab start() {
    balancer =
        LoadBalancer.builder()
            .set("management.jmx.enabled", false)
            .pool(
                pool -> {
                  pool.set("routing.strategy", "ordered");
                  described.forEach(one -> one.accept(pool));
                  more.accept(pool);
                })
            .build();
    return this;
  }

  String key(String name) {
    return "sk-" + prefix + name + "-secret-key";
  }

  Lab script(String name, FaultRule... rules) {
    simulator.script(prefix + name, rules);
    return this;
  }

  Lab down(String name) {
    simulator.down(prefix + name);
    return this;
  }

  Lab up(String name) {
    simulator.up(prefix + name);
    return this;
  }

  List<LogEntry> log(String name) {
    return simulator.log(prefix + name);
  }

  io.ailb.simulator.EndpointStats simulated(String name) {
    return simulator.stats(prefix + name);
  }

  Simulator simulator() {
    return simulator;
  }

  String simulatedName(String name) {
    return prefix + name;
  }

  EndpointStats pooled(String name) {
    return balancer.stats().pools().get(0).endpoints().stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A client that addresses OpenAI, balanced; with timeouts as short as a test's patience. */
  OkHttpClient.Builder client() {
    return new OkHttpClient.Builder().addInterceptor(new LoadBalancingInterceptor(balancer));
  }

  /** The same client; it trusts the certificates of the endpoints and no other. */
  OkHttpClient.Builder trusting() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    for (String name : endpoints.keySet()) {
      String pem = endpoints.get(name).certificatePem();
      store.setCertificateEntry(
          name,
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    TrustManager[] managers = factory.getTrustManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return client().sslSocketFactory(context.getSocketFactory(), (X509TrustManager) managers[0]);
  }

  OkHttpClient built(OkHttpClient.Builder builder) {
    OkHttpClient client = builder.build();
    closeables.add(
        () -> {
          client.dispatcher().executorService().shutdown();
          client.connectionPool().evictAll();
        });
    return client;
  }

  static Request chat(boolean stream) {
    return chat(
        "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]"
            + (stream ? ",\"stream\":true" : "")
            + "}");
  }

  static Request chat(String body) {
    return new Request.Builder()
        .url("https://api.openai.com/v1/chat/completions")
        .header("Authorization", "Bearer the-callers-own-key")
        .post(RequestBody.create(JSON, body))
        .build();
  }

  /** Looks until it is so, for at most ten seconds. */
  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("it never came to be");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  int inFlight() {
    return balancer.stats().pools().get(0).inFlight();
  }

  @Override
  public void close() {
    closeables.forEach(Runnable::run);
    balancer.close();
  }
}
