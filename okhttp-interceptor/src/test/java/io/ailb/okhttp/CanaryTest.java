package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.ailb.LoadBalancer;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Distinct keys everywhere, faults of all kinds, everything logged: no key is to be seen anywhere.
 */
@Timeout(60)
class CanaryTest {
  private static final String A = "sk-canary-aaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String B = "sk-canary-bbbbbbbbbbbbbbbbbbbbbbbbbbbb";
  private static final String CALLERS = "sk-canary-callers-own-cccccccccccccccc";

  /** What ai-lb shows: no key at all. */
  private final Collection<String> seen = new ConcurrentLinkedQueue<>();

  /** What the application sees of its own calls: its own key perhaps, but none of the pool. */
  private final Collection<String> inTheApplication = new ConcurrentLinkedQueue<>();

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  @BeforeEach
  void logEverything() {
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void logNothing() {
    root.setLevel(Level.OFF);
    root.detachAppender(log);
  }

  @Test
  void noKeyIsSeenAnywhere() throws Exception {
    noKeyIsSeenAnywhere(Provider.OPENAI, Provider.OPENAI);
    assertThat(seen).noneMatch(text -> text.contains("openai-chat in "));
  }

  /** The same caller, whose requests have to be translated, and lose a field. */
  @Test
  void noKeyIsSeenAnywhereInTranslation() throws Exception {
    noKeyIsSeenAnywhere(Provider.ANTHROPIC, Provider.GEMINI);
    assertThat(seen)
        .anyMatch(text -> text.contains("at a (openai-chat in anthropic, without seed): "))
        .anyMatch(text -> text.contains("at b (openai-chat in gemini): "))
        .anyMatch(text -> text.contains("cannot be asked: logit_bias"));
  }

  private void noKeyIsSeenAnywhere(Provider first, Provider second) throws Exception {
    try (SimulatorProcess simulator = SimulatorProcess.start()) {
      SimulatedEndpoint a =
          simulator.start(EndpointSpec.builder("a", first).keys(List.of(A)).build());
      SimulatedEndpoint b =
          simulator.start(EndpointSpec.builder("b", second).keys(List.of(B)).build());
      simulator.canaries(Map.of("the caller", CALLERS));
      try (LoadBalancer balancer =
          LoadBalancer.builder()
              .chores(Runnable::run)
              .beansAfter(Duration.ZERO)
              .pool(
                  pool ->
                      pool.set("retries.backoff.initial", "5ms")
                          .set("breaker.openFor", "20ms")
                          .set("breaker.maxOpenFor", "20ms")
                          .set("cooldown.unauthorized", "20ms")
                          .set("queue.maxWait", "500ms")
                          .set("match.hosts", "*")
                          .endpoint(
                              e ->
                                  e.name("a")
                                      .provider(id(first))
                                      .baseUrl(a.baseUrl())
                                      .apiKey(A)
                                      .model(model(first)))
                          .endpoint(
                              e ->
                                  e.name("b")
                                      .provider(id(second))
                                      .baseUrl(b.baseUrl())
                                      .apiKey(B)
                                      .model(model(second))))
              .build()) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        run(balancer, simulator, "a", "b");
        listen(beans);
        look(beans); // who asks why is told from then on
        run(balancer, simulator, "b", "a");
        look(beans);
        seen.add(balancer.stats().toString());
      }
      assertThat(simulator.leaks()).isEmpty();
    }
    for (ILoggingEvent event : log.list) {
      seen.add(event.getThreadName() + " " + event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        seen.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    Thread.getAllStackTraces().keySet().forEach(thread -> seen.add(thread.getName()));

    assertThat(log.list)
        .extracting(ILoggingEvent::getLoggerName)
        .contains("ailb.request", "ailb.endpoint");
    assertThat(seen).hasSizeGreaterThan(200);
    for (String text : seen) {
      assertThat(text).doesNotContain(A).doesNotContain(B).doesNotContain(CALLERS);
    }
    assertThat(inTheApplication).hasSizeGreaterThan(200);
    for (String text : inTheApplication) {
      assertThat(text).doesNotContain(A).doesNotContain(B);
    }
    assertThat(seen).anyMatch(text -> text.contains("sk-...aaaa"));
  }

  private static String id(Provider provider) {
    return provider.name().toLowerCase(Locale.ROOT);
  }

  private static String model(Provider provider) {
    return switch (provider) {
      case ANTHROPIC -> "claude-haiku-4-5";
      case GEMINI -> "gemini-2.5-flash";
      default -> "gpt-4o-mini";
    };
  }

  private void run(LoadBalancer balancer, SimulatorProcess simulator, String bad, String good)
      throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(new LoadBalancingInterceptor(balancer))
            .addInterceptor(
                chain -> {
                  inTheApplication.add(chain.request() + " " + chain.request().headers());
                  return chain.proceed(chain.request());
                })
            .addNetworkInterceptor(
                chain -> {
                  inTheApplication.add(chain.request() + " " + chain.request().headers());
                  Response response = chain.proceed(chain.request());
                  inTheApplication.add(response + " " + response.request().headers());
                  return response;
                })
            .eventListener(
                new EventListener() {
                  @Override
                  public void requestHeadersStart(Call call) {
                    inTheApplication.add(call.request() + " " + call.request().headers());
                  }
                })
            .readTimeout(500, TimeUnit.MILLISECONDS)
            .build();
    String keyOfBad = bad.equals("a") ? A : B;
    String echo =
        "{\"error\":{\"message\":\"Incorrect API key provided: "
            + keyOfBad
            + "\",\"code\":\"invalid_api_key\"}}";
    List<Fault> faults =
        List.of(
            new Fault.Status(500, echo, null),
            new Fault.Status(418, echo, null),
            new Fault.Status(200, echo, null),
            Fault.rateLimit(0),
            new Fault.Reset(),
            new Fault.Cut(2, true),
            new Fault.Cut(2, false),
            new Fault.MalformedEvent(1),
            new Fault.ErrorEvent(1, Problem.OVERLOADED),
            new Fault.Silence(null),
            new Fault.Redirect("http://localhost:1/" + keyOfBad, 307),
            new Fault.Status(401, echo, null));
    for (Fault fault : faults) {
      simulator.script(bad, FaultRule.of(fault));
      for (boolean stream : new boolean[] {false, true}) {
        call(client, ask(stream, "\"seed\":7"));
        if (fault instanceof Fault.Status) {
          simulator.script(good, FaultRule.of(fault).times(3));
          call(client, ask(stream, "\"seed\":7"));
          simulator.clearScript(good);
        }
      }
    }
    simulator.clearScript(bad);
    call(client, ask(false, "\"logit_bias\":{\"1\":1}"));
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }

  private static Request ask(boolean stream, String more) {
    return Lab.chat(
        "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
            + more
            + (stream ? ",\"stream\":true" : "")
            + "}");
  }

  private void call(OkHttpClient client, Request request) {
    Request own = request.newBuilder().header("Authorization", "Bearer " + CALLERS).build();
    try (Response response = client.newCall(own).execute()) {
      inTheApplication.add(response + " " + response.headers());
      inTheApplication.add(response.body().string());
    } catch (Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      inTheApplication.add(trace.toString());
    }
  }

  private void listen(MBeanServer beans) throws Exception {
    ObjectName balancer =
        beans.queryNames(new ObjectName("ailb:type=AiLb,*"), null).iterator().next();
    beans.addNotificationListener(
        balancer,
        (Notification n, Object handback) -> seen.add(n.getMessage() + n.getUserData()),
        null,
        null);
  }

  private void look(MBeanServer beans) throws Exception {
    List<ObjectName> names = new ArrayList<>(beans.queryNames(new ObjectName("ailb:*"), null));
    assertThat(names).hasSize(4);
    for (ObjectName name : names) {
      for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
        seen.add(name + " " + attribute + " " + beans.getAttribute(name, attribute.getName()));
      }
    }
    ObjectName pool = new ObjectName("ailb:type=Pool,pool=default");
    String text = String.class.getName();
    seen.add((String) beans.invoke(pool, "report", null, null));
    seen.add(
        (String)
            beans.invoke(
                pool, "explain", new Object[] {"gpt-4o-mini", 5}, new String[] {text, "int"}));
    seen.add(
        (String) beans.invoke(pool, "recentDecisions", new Object[] {200}, new String[] {"int"}));
    seen.add((String) beans.invoke(new ObjectName("ailb:type=AiLb"), "diagnostics", null, null));
  }
}
