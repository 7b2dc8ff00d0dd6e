package io.ailb.expose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.EndpointBuilder;
import io.ailb.LoadBalancer;
import io.ailb.LoadBalancerBuilder;
import io.ailb.PoolBuilder;
import io.ailb.flow.Attempt;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Step;
import io.ailb.model.HttpFields;
import io.ailb.time.ManualTime;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
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
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationBroadcaster;
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
    LoadBalancer balancer =
        builder.chores(Runnable::run).beansAfter(Duration.ZERO).properties(Map.of()).build();
    balancers.add(balancer);
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
            "BudgetUsedPercent",
            "AffinityHitPercent",
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
            "TranslatedTotal",
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
            "InputEstimateErrorPercent",
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
        boolean mayBeNever = attribute.getName().matches("CooldownUntil|LastErrorAt");
        assertThat(jmx.getAttribute(bean, attribute.getName()) == null)
            .as(attribute.getName())
            .isEqualTo(mayBeNever);
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

  /** Of a thousand endpoints it would be megabytes. */
  @Test
  void whatIsSaidOfAnEndpointIsKeptOnceForAll() throws Exception {
    two();
    MBeanServer here = ManagementFactory.getPlatformMBeanServer();

    assertThat(here.getMBeanInfo(name("type=Endpoint,pool=default,name=a")))
        .isSameAs(here.getMBeanInfo(name("type=Endpoint,pool=default,name=b")));
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
    assertThat(pool().getBudgetUsedPercent()).isEqualTo(-1);
    assertThat(endpoint("a").getLastErrorAt()).isNull();
    assertThat(endpoint("a").getCooldownUntil()).isNull();
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
    assertThat(endpoint("a").getStateReason()).isEqualTo("by an operator");
    endpoint("a").disable("String", 1);
    assertThat(endpoint("a").getStateReason()).isEqualTo("by an operator");
    assertThatThrownBy(() -> endpoint("a").setWeight(1e9))
        .hasMessage("a weight is at most 1000000, such as 1.0; was 1.0E9");
    assertThatThrownBy(() -> pool().explain("gpt-4o", -1))
        .hasMessage("estimatedTokens cannot be negative: -1");
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
        .contains("pool default (adaptive): 0 requests, 0 failures")
        .contains(
            """
            a: READY, tier 1, weight 1, 0 in flight
              0 requests, 0 errors (0 %), 0 times 429
              free capacity 100 %
            """)
        .contains("b: DRAINING, tier 2, weight 1, 0 in flight\n  reason: drained by an operator\n");
    assertThat(pool().explain("gpt-4o", 100))
        .isEqualTo(
            """
            gpt-4o, openai-chat or openai-responses:
            goes to a now
              a: the least loaded: load 0.20, weight 1
              b: drained by an operator
            """);
    assertThat(pool().explain("gpt-4o", Integer.MAX_VALUE))
        .contains("a: context window 128000 is too small for the request");
    assertThat(pool().explain("unheard-of", Integer.MAX_VALUE)).contains("goes to a now");
    assertThat(pool().recentDecisions(0)).isEqualTo("No request has ended yet.\n");
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
        .isEqualTo("a DRAINING (was READY): drained by an operator; pool default.");
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

  @Test
  void onlyTheRootOffersNotifications() throws Exception {
    two();
    String broadcaster = NotificationBroadcaster.class.getName();
    for (ObjectName bean : jmx.queryNames(name("*"), null)) {
      boolean root = bean.equals(name("type=AiLb"));
      assertThat(jmx.isInstanceOf(bean, broadcaster)).as("%s", bean).isEqualTo(root);
      assertThat(jmx.getMBeanInfo(bean).getNotifications()).hasSize(root ? 1 : 0);
    }
  }

  @Test
  void aRowHasNoMoreFieldsThanJConsoleShows() throws Exception {
    two();
    CompositeData[] rows =
        (CompositeData[]) jmx.getAttribute(name("type=Pool,pool=default"), "Endpoints");
    assertThat(rows[0].getCompositeType().keySet()).hasSizeLessThanOrEqualTo(7).contains("state");
  }

  @Test
  void descriptionsStandAlone() throws Exception {
    two();
    for (ObjectName bean : jmx.queryNames(name("*"), null)) {
      for (MBeanAttributeInfo attribute : jmx.getMBeanInfo(bean).getAttributes()) {
        assertThat(attribute.getDescription()).doesNotStartWith("Of ").doesNotContain(" that was");
      }
    }
  }

  private static LoadBalancerBuilder strategy(String strategy) {
    return LoadBalancer.builder()
        .pool(
            pool ->
                pool.set("routing.strategy", strategy)
                    .endpoint(
                        e -> e.name("a").provider("openai").apiKey("sk-aaaaaaaaaaaa").weight(2))
                    .endpoint(e -> e.name("b").provider("openai").apiKey("sk-bbbbbbbbbbbb"))
                    .endpoint(
                        e -> e.name("c").provider("openai").apiKey("sk-cccccccccccc").tier(2)));
  }

  @Test
  void explainTellsTheChancesOfEach() throws Exception {
    start(strategy("weighted"));
    assertThat(pool().explain("gpt-4o", 0))
        .isEqualTo(
            """
            gpt-4o, openai-chat or openai-responses:
            goes now to a (67 %) or b (33 %)
              a: 67 %, by its weight 2 and free capacity 100 %
              b: 33 %, by its weight 1 and free capacity 100 %
              c: free, but of tier 2: only when tier 1 can take nothing
            """);
    endpoint("a").drain();
    endpoint("b").disable("maintenance", 30);
    assertThat(pool().explain("gpt-4o", 0))
        .isEqualTo(
            """
            gpt-4o, openai-chat or openai-responses:
            goes to c now
              a: drained by an operator
              b: disabled for 30 min: maintenance
              c: 100 %, by its weight 1 and free capacity 100 %
            """);
    endpoint("c").coolDown(60);
    assertThat(pool().explain("gpt-4o", 0))
        .startsWith(
            "gpt-4o, openai-chat or openai-responses:\nnobody can take it now; c may in 60 s\n")
        .contains("c: rests for 60 s: asked by an operator");
  }

  private void waitForATier(String maxWait, String retryAfter) {
    ManualTime time = new ManualTime();
    LoadBalancer balancer =
        start(
            LoadBalancer.builder()
                .ticker(time)
                .clock(time)
                .timer(time)
                .dice(() -> 0)
                .pool(
                    pool ->
                        pool.set("queue.maxWait", maxWait)
                            .endpoint(e -> e.name("a").provider("openai").apiKey("sk-aaaaaaaaaaaa"))
                            .endpoint(
                                e ->
                                    e.name("b")
                                        .provider("openai")
                                        .apiKey("sk-bbbbbbbbbbbb")
                                        .tier(2))));
    Attempt attempt = sent(begin(balancer).next()).attempt();
    attempt.head(429, HttpFields.of("retry-after", retryAfter));
    attempt.end();
  }

  @Test
  void explainTellsThatATierIsWaitedForAndUntilWhen() throws Exception {
    waitForATier("60s", "2");
    assertThat(pool().explain("gpt", 0))
        .isEqualTo(
            """
            gpt, openai-chat or openai-responses:
            tier 1 is waited for; a may in 2 s
              a: rests for 2 s: 429
              b: free, but tier 1 is waited for, for 2 s
            """);
  }

  @Test
  void nothingIsWaitedForThatIsAwayForLonger() throws Exception {
    waitForATier("60s", "4");
    assertThat(pool().explain("gpt", 0)).contains("goes to b now", "a: rests for 4 s");
  }

  @Test
  void norWhereNobodyWaitsAtAll() throws Exception {
    waitForATier("0s", "2");
    assertThat(pool().explain("gpt", 0)).contains("goes to b now", "a: rests for 2 s");
  }

  @Test
  void explainTellsWhoseTurnItIs() throws Exception {
    LoadBalancer balancer = start(strategy("round-robin"));
    begin(balancer).next();
    assertThat(pool().explain("gpt-4o", 0))
        .isEqualTo(
            """
            gpt-4o, openai-chat or openai-responses:
            goes to b now
              a: free, but b comes first
              b: next in turn
              c: free, but of tier 2: only when tier 1 can take nothing
            """)
        .isEqualTo(pool().explain("gpt-4o", 0));
  }

  @Test
  void explainTellsWhoIsFirstInOrder() throws Exception {
    start(strategy("ordered"));
    assertThat(pool().explain("gpt-4o", 0))
        .contains("goes to a now", "a: the first that is free", "b: free, but a comes first");
  }

  @Test
  void withoutAModelExplainIsAboutARequestThatNamesNone() throws Exception {
    two();
    String none = pool().explain(null, 0);
    assertThat(none)
        .startsWith(
            "No model was given: this is about a request that names none.\nno model, openai-chat or openai-responses:\n")
        .contains("goes to a now");
    assertThat(pool().explain("", 5)).isEqualTo(none);
    assertThat(pool().explain("String", 5)).isEqualTo(none);
  }

  @Test
  void explainNamesThoseThatServeOtherModelsOnly() throws Exception {
    start(
        LoadBalancer.builder()
            .pool(
                pool ->
                    pool.endpoint(e -> e.name("a").provider("openai").apiKey("sk-aaaaaaaaaaaaaaaa"))
                        .endpoint(
                            e ->
                                e.name("b")
                                    .provider("openai")
                                    .apiKey("sk-bbbbbbbbbbbbbbbb")
                                    .set("models", List.of("o1")))
                        .endpoint(
                            e ->
                                e.name("c")
                                    .provider("openai")
                                    .apiKey("sk-cccccccccccccccc")
                                    .set("enabled", false))));
    assertThat(pool().explain("gpt-4o", 0))
        .contains("b: does not list this model\n")
        .contains("c: disabled in the configuration\n");
  }

  private static PoolBuilder mixed(PoolBuilder pool) {
    return pool.set("routing.strategy", "weighted")
        .endpoint(
            e ->
                e.name("a")
                    .provider("openai")
                    .apiKey("sk-aaaaaaaaaaaaaaaa")
                    .models(Map.of("gpt-4o", "gpt-4o")))
        .endpoint(
            e ->
                e.name("c")
                    .provider("anthropic")
                    .apiKey("sk-cccccccccccccccc")
                    .models(Map.of("gpt-4o", "claude-haiku-4-5")));
  }

  @Test
  void explainShowsWhatAnAdaptiveChoiceWeighs() throws Exception {
    start(LoadBalancer.builder().pool(pool -> mixed(pool).set("routing.strategy", "adaptive")));
    endpoint("c").setWeight(0.5);
    assertThat(pool().explain("gpt-4o", 0))
        .startsWith(
            """
            gpt-4o, openai-chat or openai-responses:
            goes to a now
              a: the least loaded: load 0.20, weight 1
              c (in translation): free, but a comes first: load 0.20,
                  weight 0.50
            """);
  }

  @Test
  void explainSaysWhatIsTheSameInAllDialectsOnce() throws Exception {
    start(LoadBalancer.builder().pool(pool -> mixed(pool)));
    assertThat(pool().explain("gpt-4o", 0))
        .isEqualTo(
            """
            gpt-4o, openai-chat or openai-responses:
            goes now to a (50 %) or c (50 %)
              a: 50 %, by its weight 1 and free capacity 100 %
              c (in translation): 50 %, by its weight 1 and free
                  capacity 100 %
            gpt-4o, anthropic: the same, a in translation
            gpt-4o, gemini: the same, in translation
            This is about plain text; other content may rule some out.
            """);
  }

  @Test
  void explainTellsApartWhoServesWhichDialect() throws Exception {
    start(
        LoadBalancer.builder()
            .pool(
                pool ->
                    mixed(pool)
                        .endpoint(
                            e -> e.name("g").provider("gemini").apiKey("sk-gggggggggggggggg"))));
    endpoint("c").drain();
    assertThat(pool().explain("gpt-4o", 0))
        .startsWith(
            """
            gpt-4o, openai-chat or openai-responses:
            goes to a now
              a: 100 %, by its weight 1 and free capacity 100 %
              c (in translation): drained by an operator
            gpt-4o, anthropic: the same, a in translation
            gpt-4o, gemini:
            goes now to a (50 %) or g (50 %)
              a (in translation): 50 %, by its weight 1 and free
                  capacity 100 %
              c (in translation): drained by an operator
              g: 50 %, by its weight 1 and free capacity 100 %
            This is\
            """);
  }

  @Test
  void withoutTranslationExplainKeepsDialectsApart() throws Exception {
    start(LoadBalancer.builder().pool(pool -> mixed(pool).set("translation.mode", "off")));
    assertThat(pool().explain("gpt-4o", 0))
        .isEqualTo(
            """
            gpt-4o, openai-chat or openai-responses:
            goes to a now
              a: 100 %, by its weight 1 and free capacity 100 %
            gpt-4o, anthropic:
            goes to c now
              c: 100 %, by its weight 1 and free capacity 100 %
            """);
  }

  @Test
  void everyOrderTellsHowTheEndpointStandsNow() throws Exception {
    LoadBalancer balancer = two();
    begin(balancer).next();
    assertThat(endpoint("a").drain())
        .isEqualTo("a is drained: no new requests, 1 still under way (was READY).");
    assertThat(endpoint("a").drain())
        .isEqualTo("a is still drained: no new requests, 1 still under way.");
    assertThat(endpoint("a").resume())
        .isEqualTo("a takes requests (was DRAINING: drained by an operator).");
    assertThat(endpoint("b").disable("maintenance", 30))
        .isEqualTo(
            "b is disabled for 30 min (maintenance): no new requests, none still under way (was"
                + " READY).");
    assertThat(endpoint("b").drain())
        .isEqualTo(
            "b is drained: no new requests, none still under way (was DISABLED: maintenance).");
    assertThat(endpoint("a").coolDown(0)).isEqualTo("a still takes requests.");
    assertThat(endpoint("a").resetBreaker()).isEqualTo("a still takes requests.");
    assertThat(endpoint("a").coolDown(60))
        .isEqualTo(
            "a rests for 60 s (asked by an operator): no new requests, 1 still under way (was"
                + " READY).");
    endpoint("b").resume();
    endpoint("b").setWeight(0);
    assertThat(endpoint("b").resume())
        .isEqualTo(
            "b is still drained, as its weight is 0: no new requests, none still under way.");
    assertThat(pool().resetStatistics()).startsWith("The counts of pool default");
  }

  private LoadBalancer failing(ManualTime time) {
    return start(
        LoadBalancer.builder()
            .ticker(time)
            .clock(time)
            .timer(time)
            .dice(() -> 0.5)
            .pool(
                pool ->
                    pool.set("breaker.consecutiveFailures", 2)
                        .set("breaker.openFor", "10s")
                        .set("routing.strategy", "ordered")
                        .set("retries.backoff.initial", "1ms")
                        .endpoint(e -> e.name("a").provider("openai").apiKey("sk-aaaaaaaa"))
                        .endpoint(
                            e -> e.name("b").provider("openai").apiKey("sk-bbbbbbbb").tier(2))));
  }

  private static Step.Send sent(Step step) {
    return (Step.Send) step;
  }

  @Test
  void anOpenBreakerTellsWhyAndWhenItIsProbed() throws Exception {
    ManualTime time = new ManualTime();
    LoadBalancer balancer = failing(time);
    for (int i = 0; i < 2; i++) {
      Exchange exchange = begin(balancer);
      sent(exchange.next()).attempt().broke(new SocketException("Connection reset"));
      exchange.abandoned();
    }
    assertThat(endpoint("a").getState()).isEqualTo("OPEN");
    assertThat(endpoint("a").getStateReason())
        .startsWith("2 failures in a row, last: ")
        .contains("Connection reset")
        .endsWith("; probe in 10 s");
    assertThat(endpoint("a").getCooldownUntil().toInstant())
        .isEqualTo(time.now().plus(Duration.ofSeconds(10)));
    assertThat(endpoint("a").getErrorPercent()).isEqualTo(100);
    assertThat(pool().explain("gpt-4o", 0))
        .contains("goes to b now")
        .contains("a: its breaker is open for 10 s: 2 failures in a row,");
    assertThat(pool().report()).doesNotContainPattern("a: OPEN[^:]*\\n.*\\n.*free capacity");
    endpoint("b").disable("maintenance", 5);
    assertThat(endpoint("b").getCooldownUntil().toInstant())
        .isEqualTo(time.now().plus(Duration.ofMinutes(5)));
    endpoint("b").disable("for good", 0);
    assertThat(endpoint("b").getCooldownUntil()).isNull();
  }

  @Test
  void recentDecisionsTellWhichEndpointsWereTriedInOrder() throws Exception {
    LoadBalancer balancer = failing(new ManualTime());
    Exchange exchange = begin(balancer);
    Attempt first = sent(exchange.next()).attempt();
    first.head(503, HttpFields.of("content-type", "application/json"));
    first.body(ByteBuffer.wrap("{}".getBytes(UTF_8)));
    first.end();
    Attempt second = sent(exchange.next()).attempt();
    second.head(200, HttpFields.of("content-type", "application/json"));
    second.body(ByteBuffer.wrap("{}".getBytes(UTF_8)));
    second.end();
    assertThat(pool().recentDecisions(-1))
        .containsPattern(" \\S+ gpt: success in 0 ms\n  a \\(503\\), then b\n");
  }

  @Test
  void recentDecisionsTellWhyOnceSomebodyAsks() throws Exception {
    LoadBalancer balancer = failing(new ManualTime());
    answer(begin(balancer));
    assertThat(pool().recentDecisions(0))
        .endsWith("Why they go where they go is written from now on; ask again.\n");
    Exchange exchange = begin(balancer);
    overloaded(exchange, "{}");
    answer(exchange);
    endpoint("a").disable("maintenance", 5);
    endpoint("b").drain();
    assertThat(begin(balancer).next()).isInstanceOf(Step.Answer.class);
    assertThat(pool().recentDecisions(2))
        .contains(
            """
              no endpoint
              nobody could take it
                a: disabled for 300 s: maintenance
                b: drained by an operator
            """)
        .contains(
            """
              a (503), then b
              try 1 went to a
                a: free, tier 1
                b: free, tier 2
              try 2 went to b
                b: free, tier 2
                a: failed this request
            """)
        .doesNotContain("sk-", "ask again");
  }

  @Test
  void aKeyThatAProviderRepeatsIsInNoReason() throws Exception {
    LoadBalancer balancer = failing(new ManualTime());
    pool().recentDecisions(0);
    for (int i = 0; i < 2; i++) {
      Exchange exchange = begin(balancer);
      overloaded(exchange, "{\"error\":{\"message\":\"busy, dear sk-aaaaaaaa\"}}");
      answer(exchange);
    }
    answer(begin(balancer));
    assertThat(pool().recentDecisions(0))
        .containsPattern(
            "a: its breaker is open for 10 s: 2 failures in a row,\\s+last: 503 busy, dear")
        .doesNotContain("sk-aaaaaaaa");
  }

  private static void overloaded(Exchange exchange, String body) {
    Attempt attempt = sent(exchange.next()).attempt();
    attempt.head(503, HttpFields.of("content-type", "application/json"));
    attempt.body(ByteBuffer.wrap(body.getBytes(UTF_8)));
    attempt.end();
  }

  @Test
  void recentDecisionsOfTheAdaptiveStrategyShowTheScores() throws Exception {
    LoadBalancer balancer = two();
    pool().recentDecisions(0);
    endpoint("b").drain();
    answer(begin(balancer));
    assertThat(pool().recentDecisions(0))
        .contains(
            """
              try 1 went to a
                a: 0.20, by load 0.20, weight 1
                b: drained by an operator
            """);
  }

  private static void answer(Exchange exchange) {
    answer(exchange, "{}");
  }

  private static void answer(Exchange exchange, String body) {
    Attempt attempt = sent(exchange.next()).attempt();
    attempt.head(200, HttpFields.of("content-type", "application/json"));
    attempt.body(ByteBuffer.wrap(body.getBytes(UTF_8)));
    attempt.end();
  }

  @Test
  void aPoolTellsHowMuchOfItsBudgetIsSpentAndHowWellConversationsStay() throws Exception {
    LoadBalancer balancer =
        start(
            LoadBalancer.builder()
                .pool(
                    pool ->
                        pool.set("routing.budget.perDay", 10)
                            .set("routing.budget.perMonth", 1_000)
                            .endpoint(e -> priced(e.name("a")))
                            .endpoint(e -> priced(e.name("b")))));
    assertThat(pool().getBudgetUsedPercent()).isZero();
    assertThat(pool().getAffinityHitPercent()).isEqualTo(-1);
    String usage = "{\"usage\":{\"prompt_tokens\":1000000,\"completion_tokens\":0}}";
    for (String drained : List.of("b", "a", "none", "none")) {
      for (String name : List.of("a", "b")) {
        if (name.equals(drained)) {
          endpoint(name).drain();
        } else {
          endpoint(name).resume();
        }
      }
      Exchange exchange =
          balancer
              .begin("api.openai.com", 443, "/v1/chat/completions")
              .request(
                  "POST",
                  "/v1/chat/completions",
                  HttpFields.of("x-ai-lb-affinity", "talk"),
                  "{\"model\":\"gpt\"}".getBytes(UTF_8),
                  new CallerTime(Long.MAX_VALUE, Long.MAX_VALUE));
      answer(exchange, usage);
    }
    assertThat(pool().getBudgetUsedPercent()).isEqualTo(40);
    assertThat(pool().getAffinityHitPercent()).as("two returns of three").isEqualTo(66.7);
  }

  private static void priced(EndpointBuilder endpoint) {
    endpoint
        .provider("openai")
        .apiKey("sk-aaaaaaaaaaaaaaaaaaaaaaaa")
        .set("cost.input", 1)
        .set("cost.output", 1);
  }

  @Test
  void aPercentageHasOneDecimal() {
    assertThat(Percent.of(2.0 / 3)).isEqualTo(66.7);
    assertThat(Percent.of(1)).isEqualTo(100);
  }

  @Test
  void theHostHasItsPortWhereItIsNotTheUsualOne() throws Exception {
    start(
        LoadBalancer.builder()
            .pool(
                pool ->
                    pool.set("match.hosts", "*")
                        .endpoint(
                            e ->
                                e.name("a")
                                    .provider("openai")
                                    .apiKey("sk-aaaaaaaaaaaa")
                                    .baseUrl("https://api.openai.com:443/v1"))
                        .endpoint(
                            e ->
                                e.name("b")
                                    .provider("openai")
                                    .apiKey("sk-aaaaaaaaaaaa")
                                    .baseUrl("http://127.0.0.1:8080/v1"))));
    assertThat(endpoint("a").getHost()).isEqualTo("api.openai.com");
    assertThat(endpoint("b").getHost()).isEqualTo("127.0.0.1:8080");
  }

  @Test
  void theWarmUpOfTheJvmIsNoDecision() {
    WarmUp warmUp = new WarmUp();
    for (int i = 0; i < 500; i++) {
      assertThat(warmUp.isOver()).isFalse();
    }
    assertThat(warmUp.isOver()).isTrue();
  }

  @Test
  void textsFitTheBoxThatJConsoleShowsThemIn() {
    assertThat(
            Narrow.of(
                "pool\n"
                    + "  reason: 2 failures in a row, last: the connection was reset; probe in 10"
                    + " s\n"))
        .isEqualTo(
            """
            pool
              reason: 2 failures in a row, last: the connection was
                  reset; probe in 10 s
            """);
    String word = "x".repeat(100);
    assertThat(Narrow.of("  " + word + " y")).isEqualTo("  " + word + "\n      y\n");
    assertThat(Narrow.of(word)).isEqualTo(word + "\n");
  }
}
