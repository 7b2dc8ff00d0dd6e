package io.ailb.expose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.LoadBalancer;
import io.ailb.LoadBalancerBuilder;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Step;
import io.ailb.model.HttpFields;
import io.ailb.time.ManualTime;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through a real connection, as JConsole has one. */
class BeansTest {
  private JMXConnectorServer server;
  private JMXConnector connector;
  private MBeanServerConnection jmx;
  private final List<LoadBalancer> balancers = new ArrayList<>();

  @BeforeEach
  void connect() throws Exception {
    server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("rmi", "127.0.0.1", 0),
            null,
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    connector = JMXConnectorFactory.connect(server.getAddress());
    jmx = connector.getMBeanServerConnection();
  }

  @AfterEach
  void disconnect() throws Exception {
    balancers.forEach(LoadBalancer::close);
    assertThat(jmx.queryNames(new ObjectName("ailb:*"), null)).isEmpty();
    connector.close();
    server.stop();
  }

  private LoadBalancer start(LoadBalancerBuilder builder) {
    LoadBalancer balancer = builder.chores(Runnable::run).properties(Map.of()).build();
    balancers.add(balancer);
    balancer.begin("api.openai.com", 443, "/v1/chat/completions");
    return balancer;
  }

  private LoadBalancer two() {
    return start(pools());
  }

  private static LoadBalancerBuilder pools() {
    return LoadBalancer.builder()
        .pool(
            pool ->
                pool.endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .apiKey("sk-aaaaaaaaaaaaaaaaaaaaaaaa")
                                .set("limits.rpm", 500))
                    .endpoint(
                        e ->
                            e.name("b")
                                .provider("openai")
                                .apiKey("sk-bbbbbbbbbbbbbbbbbbbbbbbb")
                                .tier(2)));
  }

  private static ObjectName name(String rest) throws Exception {
    return new ObjectName("ailb:" + rest);
  }

  private EndpointMXBean endpoint(String endpoint) throws Exception {
    return JMX.newMXBeanProxy(
        jmx, name("type=Endpoint,pool=default,name=" + endpoint), EndpointMXBean.class);
  }

  private PoolMXBean pool() throws Exception {
    return JMX.newMXBeanProxy(jmx, name("type=Pool,pool=default"), PoolMXBean.class);
  }

  @Test
  void theNamesAreThoseOfTheConvention() throws Exception {
    two();
    assertThat(jmx.queryNames(name("*"), null))
        .containsExactlyInAnyOrder(
            name("type=AiLb"),
            name("type=Pool,pool=default"),
            name("type=Endpoint,pool=default,name=a"),
            name("type=Endpoint,pool=default,name=b"));
  }

  @Test
  void aSecondBalancerOfTheSameJvmAddsItsInstance() throws Exception {
    two();
    LoadBalancer second = two();
    assertThat(jmx.queryNames(name("*"), null)).hasSize(8).contains(name("type=AiLb,instance=2"));
    second.close();
    assertThat(jmx.queryNames(name("*"), null)).hasSize(4);
  }

  @Test
  void everyAttributeOfTheConventionIsThere() throws Exception {
    two();
    assertThat(attributes("type=AiLb"))
        .containsExactlyInAnyOrder(
            "Version",
            "Mode",
            "ConfigFile",
            "ConfigLoadedAt",
            "ConfigError",
            "Pools",
            "TakenOverTotal",
            "PassedThroughTotal");
    assertThat(attributes("type=Pool,pool=default"))
        .containsExactlyInAnyOrder(
            "Strategy",
            "EndpointsTotal",
            "EndpointsAvailable",
            "RequestsTotal",
            "FailuresTotal",
            "FailoversTotal",
            "RejectedTotal",
            "InFlight",
            "Queued",
            "QueueWaitMillisP95",
            "DecisionMicrosP99",
            "InputTokensTotal",
            "OutputTokensTotal",
            "CostTotal",
            "Endpoints");
    assertThat(attributes("type=Endpoint,pool=default,name=a"))
        .containsExactlyInAnyOrder(
            "Provider",
            "Host",
            "KeyFingerprint",
            "State",
            "StateReason",
            "Available",
            "Weight",
            "Tier",
            "InFlight",
            "RequestsTotal",
            "FailuresTotal",
            "RateLimitedTotal",
            "TimeoutsTotal",
            "ErrorPercent",
            "ConsecutiveFailures",
            "RequestsPerMinuteUsed",
            "RequestsPerMinuteLimit",
            "TokensPerMinuteUsed",
            "TokensPerMinuteLimit",
            "RequestsPerDayUsed",
            "RequestsPerDayLimit",
            "CapacityPercent",
            "LatencyMillisP50",
            "LatencyMillisP95",
            "LatencyMillisP99",
            "FirstByteMillisP95",
            "InputTokensTotal",
            "OutputTokensTotal",
            "CostTotal",
            "CooldownUntil",
            "LastError",
            "LastErrorAt",
            "ErrorsByKind");
    assertThat(operations("type=AiLb"))
        .containsExactlyInAnyOrder("reload", "setLogLevel", "diagnostics");
    assertThat(operations("type=Pool,pool=default"))
        .containsExactlyInAnyOrder("report", "explain", "recentDecisions", "resetStatistics");
    assertThat(operations("type=Endpoint,pool=default,name=a"))
        .containsExactlyInAnyOrder("drain", "resume", "disable", "coolDown", "resetBreaker");
  }

  private Set<String> attributes(String bean) throws Exception {
    return Arrays.stream(jmx.getMBeanInfo(name(bean)).getAttributes())
        .map(MBeanAttributeInfo::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> operations(String bean) throws Exception {
    return Arrays.stream(jmx.getMBeanInfo(name(bean)).getOperations())
        .map(MBeanOperationInfo::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everythingIsDescribedNamedAndReadable() throws Exception {
    two();
    for (ObjectName bean : jmx.queryNames(name("*"), null)) {
      MBeanInfo info = jmx.getMBeanInfo(bean);
      assertThat(info.getDescription())
          .isNotBlank()
          .doesNotContain("Information on the management");
      for (MBeanAttributeInfo attribute : info.getAttributes()) {
        assertThat(attribute.getDescription())
            .isNotEqualTo(attribute.getName())
            .doesNotStartWith("Attribute exposed");
        assertThat(jmx.getAttribute(bean, attribute.getName())).as(attribute.getName()).isNotNull();
        boolean measured =
            attribute.getName().matches(".*(Millis|Percent|Tokens|Requests|InFlight|Queued).*");
        if (measured) {
          assertThat(attribute.getDescriptor().getFieldValue("units"))
              .as(attribute.getName())
              .isNotNull();
        }
      }
      for (MBeanOperationInfo operation : info.getOperations()) {
        assertThat(operation.getDescription()).isNotEqualTo(operation.getName());
        assertThat(operation.getImpact()).isIn(MBeanOperationInfo.INFO, MBeanOperationInfo.ACTION);
        for (MBeanParameterInfo parameter : operation.getSignature()) {
          assertThat(parameter.getName()).doesNotMatch("p\\d");
          assertThat(parameter.getDescription()).isNotBlank();
        }
      }
    }
  }

  @Test
  void theImpactTellsWhatChangesSomething() throws Exception {
    two();
    for (MBeanOperationInfo operation :
        jmx.getMBeanInfo(name("type=Pool,pool=default")).getOperations()) {
      int expected =
          operation.getName().equals("resetStatistics")
              ? MBeanOperationInfo.ACTION
              : MBeanOperationInfo.INFO;
      assertThat(operation.getImpact()).isEqualTo(expected);
    }
  }

  @Test
  void anOperatorDrainsAndResumes() throws Exception {
    two();
    endpoint("a").drain();
    assertThat(endpoint("a").getState()).isEqualTo("DRAINING");
    assertThat(endpoint("a").isAvailable()).isFalse();
    assertThat(pool().getEndpointsAvailable()).isEqualTo(1);
    endpoint("a").resume();
    assertThat(endpoint("a").getState()).isEqualTo("READY");
    endpoint("a").disable("maintenance", 5);
    assertThat(endpoint("a").getStateReason()).isEqualTo("maintenance");
    endpoint("b").coolDown(30);
    assertThat(endpoint("b").getState()).isEqualTo("COOLING");
    assertThat(endpoint("b").getCooldownUntil()).isInTheFuture();
    endpoint("a").setWeight(3.5);
    assertThat(endpoint("a").getWeight()).isEqualTo(3.5);
  }

  @Test
  void figuresWithoutALimitOrValueAreMinusOne() throws Exception {
    two();
    assertThat(endpoint("a").getRequestsPerMinuteLimit()).isEqualTo(500);
    assertThat(endpoint("b").getRequestsPerMinuteLimit()).isEqualTo(-1);
    assertThat(endpoint("a").getLatencyMillisP95()).isEqualTo(-1);
    assertThat(endpoint("a").getLastErrorAt().toInstant()).isEqualTo(Instant.EPOCH);
    assertThat(endpoint("a").getCapacityPercent()).isEqualTo(100);
  }

  @Test
  void mistakesAreExplained() throws Exception {
    two();
    assertThatThrownBy(() -> endpoint("a").setWeight(-1))
        .hasMessage("a weight is 0 or more, such as 1.0; was -1.0");
    assertThatThrownBy(() -> endpoint("a").coolDown(-5))
        .hasMessage("a time cannot be negative: -5");
    assertThatThrownBy(() -> jmx.setAttribute(name("type=AiLb"), new Attribute("Mode", "perhaps")))
        .hasStackTraceContaining("a mode is active, observe or off; was \"perhaps\"");
    assertThatThrownBy(() -> jmx.invoke(name("type=AiLb"), "reload", null, null))
        .hasStackTraceContaining("there is no file");
    assertThatThrownBy(() -> endpoint("a").disable("x", Integer.MAX_VALUE))
        .hasMessageContaining("at most a year (527040 min)");
    assertThatThrownBy(() -> endpoint("a").coolDown(Integer.MAX_VALUE))
        .hasMessageContaining("at most a year");
    Object[] nothing = {null};
    String[] text = {String.class.getName()};
    assertThatThrownBy(() -> jmx.invoke(name("type=AiLb"), "setLogLevel", nothing, text))
        .hasStackTraceContaining("name a level");
    endpoint("a").disable(null, 1);
    assertThat(endpoint("a").getStateReason()).isEqualTo("disabled by an operator");
  }

  @Test
  void readOnlyRefusesEveryActionAndSetter() throws Exception {
    start(pools().set("management.jmx.operations", "read-only"));
    assertThatThrownBy(() -> endpoint("a").drain())
        .hasMessage("drain is not allowed: management.jmx.operations is read-only");
    assertThatThrownBy(() -> endpoint("a").setWeight(2)).hasMessageContaining("read-only");
    assertThat(pool().report()).contains("pool default");
    assertThat(endpoint("a").getState()).isEqualTo("READY");
  }

  @Test
  void theModeCanBeSwitched() throws Exception {
    LoadBalancer balancer = two();
    jmx.setAttribute(name("type=AiLb"), new Attribute("Mode", "off"));
    assertThat(balancer.begin("api.openai.com", 443, "/v1/chat/completions")).isNull();
    jmx.setAttribute(name("type=AiLb"), new Attribute("Mode", "active"));
    assertThat(balancer.begin("api.openai.com", 443, "/v1/chat/completions")).isNotNull();
  }

  @Test
  void textsForPeopleReadWell() throws Exception {
    two();
    endpoint("b").drain();
    assertThat(pool().report())
        .contains("pool default (weighted): 0 requests, 0 failures")
        .containsPattern("a +READY +1 +0 +0 +0 +100% +-")
        .containsPattern("b +DRAINING");
    assertThat(pool().explain("gpt-4o", 100))
        .contains("openai-chat:")
        .containsPattern("tier 1 +a +free: weight 1.00 x capacity 1.00")
        .containsPattern("tier 2 +b +draining: drained by an operator");
    assertThat(pool().explain("", 0)).isEqualTo(pool().explain(null, 0)).contains("Name a model");
    assertThat(pool().explain("gpt-4o", Integer.MAX_VALUE)).contains("tier 1");
    assertThat((String) jmx.invoke(name("type=AiLb"), "diagnostics", null, null))
        .contains("ai-lb ", "configuration: made by the program", "pool default")
        .doesNotContain("sk-");
  }

  @Test
  void tablesAreOpenData() throws Exception {
    two();
    CompositeData[] rows =
        (CompositeData[]) jmx.getAttribute(name("type=Pool,pool=default"), "Endpoints");
    assertThat(rows).hasSize(2);
    assertThat(rows[0].get("name")).isEqualTo("a");
    assertThat(pool().getEndpoints().get(1).state()).isEqualTo("READY");
  }

  @Test
  void changesOfStateAreNotifiedOnceAnEdge() throws Exception {
    two();
    List<Notification> heard = Collections.synchronizedList(new ArrayList<>());
    jmx.addNotificationListener(name("type=AiLb"), (n, handback) -> heard.add(n), null, null);
    endpoint("a").drain();
    endpoint("a").drain();
    endpoint("a").resume();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (heard.size() < 2 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(heard)
        .extracting(Notification::getType)
        .containsExactly("ailb.endpoint.state", "ailb.endpoint.state");
    assertThat(heard.get(0).getMessage())
        .isEqualTo(
            "Endpoint a of pool default went from READY to DRAINING: drained by an operator.");
    CompositeData data = (CompositeData) heard.get(0).getUserData();
    assertThat(data.get("before")).isEqualTo("READY");
    assertThat(data.get("after")).isEqualTo("DRAINING");
    assertThat(data.get("reason")).isEqualTo("drained by an operator");
  }

  @Test
  void switchedOffNothingIsRegistered() throws Exception {
    start(pools().set("management.jmx.enabled", false));
    assertThat(jmx.queryNames(name("*"), null)).isEmpty();
  }

  @Test
  void anotherDomainIsUsed() throws Exception {
    LoadBalancer balancer = start(pools().set("management.jmx.domain", "other"));
    assertThat(jmx.queryNames(new ObjectName("other:*"), null)).hasSize(4);
    balancer.close();
    assertThat(jmx.queryNames(new ObjectName("other:*"), null)).isEmpty();
  }

  @Test
  void lookingChangesNothing() throws Exception {
    LoadBalancer balancer = two();
    Set<String> before = accounts(balancer);
    for (int i = 0; i < 2_000; i++) {
      pool().explain("model-" + i, 10);
    }
    assertThat(accounts(balancer)).isEqualTo(before);
  }

  private static Set<String> accounts(LoadBalancer balancer) throws Exception {
    Field field = LoadBalancer.class.getDeclaredField("accounts");
    field.setAccessible(true);
    Object book = field.get(balancer);
    Field map = book.getClass().getDeclaredField("accounts");
    map.setAccessible(true);
    return ((Map<?, ?>) map.get(book))
        .keySet().stream().map(Object::toString).collect(Collectors.toSet());
  }

  private static Exchange begin(LoadBalancer balancer) {
    return balancer
        .begin("api.openai.com", 443, "/v1/chat/completions")
        .request(
            "POST",
            "/v1/chat/completions",
            HttpFields.none(),
            "{\"model\":\"gpt\"}".getBytes(UTF_8),
            new CallerTime(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  void whatIsTakenOverCountsFromItsBeginning() throws Exception {
    LoadBalancer balancer = two();
    Exchange exchange = begin(balancer);
    assertThat(jmx.getAttribute(name("type=AiLb"), "TakenOverTotal")).isEqualTo(1L);
    exchange.abandoned();
    assertThat(jmx.getAttribute(name("type=AiLb"), "TakenOverTotal")).isEqualTo(1L);
  }

  @Test
  void anEndpointIsNotAvailableWhileItsProbeIsUnderWay() throws Exception {
    ManualTime time = new ManualTime();
    LoadBalancer balancer =
        start(
            LoadBalancer.builder()
                .ticker(time)
                .clock(time)
                .timer(time)
                .pool(
                    pool ->
                        pool.set("breaker.consecutiveFailures", 1)
                            .set("retries.maxAttempts", 1)
                            .set("breaker.openFor", "10s")
                            .endpoint(e -> e.name("a").provider("openai").apiKey("sk-aaaaaaaa"))));
    Step.Send failing = (Step.Send) begin(balancer).next();
    failing.attempt().broke(new SocketException("Connection reset"));
    assertThat(endpoint("a").getState()).isEqualTo("OPEN");
    assertThat(endpoint("a").isAvailable()).isFalse();
    time.pass(Duration.ofSeconds(30));
    assertThat(endpoint("a").isAvailable()).isTrue();
    assertThat(pool().getEndpointsAvailable()).isEqualTo(1);
    Exchange probing = begin(balancer);
    probing.next();
    assertThat(endpoint("a").getState()).isEqualTo("HALF_OPEN");
    assertThat(endpoint("a").isAvailable()).isFalse();
    assertThat(pool().getEndpointsAvailable()).isZero();
    assertThat(balancer.stats().pools().get(0).endpoints().get(0).available()).isFalse();
    probing.abandoned();
    assertThat(endpoint("a").isAvailable()).isTrue();
  }

  @Test
  void aSlowSubscriberHoldsNobodyUp() throws Exception {
    LoadBalancer balancer = two();
    CountDownLatch release = new CountDownLatch(1);
    ManagementFactory.getPlatformMBeanServer()
        .addNotificationListener(
            name("type=AiLb"),
            (notification, handback) -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            null,
            null);
    endpoint("a").drain();
    endpoint("b").drain();
    assertThat(begin(balancer).next()).isInstanceOf(Step.Answer.class);
    release.countDown();
  }
}
