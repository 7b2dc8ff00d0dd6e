package io.ailb.expose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.LoadBalancer;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Step;
import io.ailb.model.HttpFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Through a real connection from a JVM that has none of our classes, as JConsole's. */
@Timeout(120)
class ConsoleTest {
  private static final String GOOD =
      """
      reload: {watch: false}
      pools:
        - name: default
          endpoints: [{name: a, provider: openai, apiKey: sk-aaaaaaaaaaaaaaaa}]
      """;

  @TempDir Path folder;

  private Path file;
  private LoadBalancer balancer;
  private JMXConnectorServer server;
  private Process console;
  private BufferedReader said;
  private PrintWriter commands;

  @BeforeEach
  void start() throws Exception {
    file = Files.writeString(folder.resolve("pool.yaml"), GOOD);
    balancer =
        LoadBalancer.builder()
            .config(file)
            .chores(Runnable::run)
            .beansAfter(Duration.ZERO)
            .properties(Map.of())
            .build();
    server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("rmi", "127.0.0.1", 0),
            null,
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    console =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("src/test/resources/jmx/Console.java").toAbsolutePath().toString(),
                server.getAddress().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = console.inputReader(UTF_8);
    commands = new PrintWriter(console.outputWriter(UTF_8), true);
    assertThat(said.readLine()).isEqualTo("listening");
  }

  @AfterEach
  void stop() throws Exception {
    console.destroyForcibly().waitFor();
    balancer.close();
    server.stop();
  }

  /** The lines that follow a command, the one that tells its end included, in any order. */
  private String after(String command, int lines) throws IOException {
    commands.println(command);
    return lines(lines);
  }

  private String lines(int count) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(said.readLine()).append('\n');
    }
    return all.toString();
  }

  @Test
  void aReloadIsToldAndARejectedOneIsExplained() throws Exception {
    Files.writeString(file, GOOD.replace("apiKey:", "apikey:"));
    assertThat(after("reload", 2))
        .contains("heard ailb.config.rejected from ailb:type=AiLb")
        .containsPattern(
            "threw javax.management.RuntimeMBeanException java.lang.IllegalArgumentException:"
                + " The old configuration runs on: .*apikey")
        .doesNotContain("io.ailb");
    Files.writeString(file, GOOD);
    assertThat(after("reload", 2))
        .contains("heard ailb.config.reloaded from ailb:type=AiLb")
        .contains("got The configuration was reloaded.");
  }

  @Test
  void aRejectedReloadTellsItsFirstErrorOnOneLine() throws Exception {
    Files.writeString(file, GOOD.replace("apiKey:", "apikey:").replace("watch: false", "wach: x"));
    assertThat(after("reload", 2)).contains("heard ailb.config.rejected");
    ObjectName root = new ObjectName("ailb:type=AiLb");
    MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    String error = (String) jmx.getAttribute(root, "ConfigError");
    assertThat(error)
        .contains("pool.yaml:1:", "wach")
        .matches(".*\\(and \\d more: see diagnostics\\(\\)\\)");
    assertThat((String) jmx.invoke(root, "diagnostics", null, null)).contains("wach", "apikey");
  }

  /** Somebody may have it open: a tree with its folds, a chart with its past. */
  @Test
  void aReloadKeepsTheBeansAndChangesWhatTheyShow() throws Exception {
    MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    List<String> heard = new ArrayList<>();
    jmx.addNotificationListener(
        MBeanServerDelegate.DELEGATE_NAME,
        (told, handback) ->
            heard.add(
                told.getType() + " " + ((MBeanServerNotification) told).getMBeanName().toString()),
        null,
        null);
    ObjectName a = new ObjectName("ailb:type=Endpoint,pool=default,name=a");
    Files.writeString(file, GOOD.replace("name: a,", "name: a, tier: 3,"));
    balancer.reload();
    assertThat(heard).isEmpty();
    assertThat(jmx.getAttribute(a, "Tier")).isEqualTo(3);
    Files.writeString(file, GOOD.replace("name: a,", "name: b,"));
    balancer.reload();
    assertThat(heard)
        .containsExactlyInAnyOrder(
            "JMX.mbean.registered ailb:type=Endpoint,pool=default,name=b",
            "JMX.mbean.unregistered ailb:type=Endpoint,pool=default,name=a");
    assertThat(jmx.getAttribute(new ObjectName("ailb:type=Pool,pool=default"), "EndpointsTotal"))
        .isEqualTo(1);
  }

  @Test
  void mistakesHaveExceptionsOfTheJdk() throws Exception {
    assertThat(after("mode perhaps", 1))
        .startsWith("threw ")
        .contains("java.lang.IllegalArgumentException")
        .doesNotContain("io.ailb");
    assertThat(after("mode off", 1)).isEqualTo("done\n");
  }

  private Step next() {
    return begin().next();
  }

  private Exchange begin() {
    return balancer
        .begin("api.openai.com", 443, "/v1/chat/completions")
        .request(
            "POST",
            "/v1/chat/completions",
            HttpFields.none(),
            "{\"model\":\"gpt\"}".getBytes(UTF_8),
            new CallerTime(1_000_000_000, 1_000_000_000));
  }

  private void succeed() {
    Step.Send send = (Step.Send) next();
    send.attempt().head(200, HttpFields.of("content-type", "application/json"));
    send.attempt().body(ByteBuffer.wrap("{}".getBytes(UTF_8)));
    send.attempt().end();
  }

  private PoolStats pool() {
    return balancer.stats().pools().get(0);
  }

  @Test
  void anExhaustedPoolIsToldOnceUntilARequestSucceedsAgain() throws Exception {
    EndpointMXBean endpoint =
        JMX.newMXBeanProxy(
            ManagementFactory.getPlatformMBeanServer(),
            new ObjectName("ailb:type=Endpoint,pool=default,name=a"),
            EndpointMXBean.class);
    endpoint.drain();
    assertThat(lines(1)).contains("READY>DRAINING: drained by an operator");
    next();
    next();
    assertThat(pool().rejected()).isEqualTo(2);
    assertThat(lines(1))
        .isEqualTo(
            "heard ailb.pool.exhausted from ailb:type=AiLb AVAILABLE>EXHAUSTED: overloaded\n");
    endpoint.resume();
    assertThat(lines(1)).contains("DRAINING>READY");
    succeed();
    endpoint.drain();
    next();
    assertThat(lines(2)).contains("READY>DRAINING").contains("AVAILABLE>EXHAUSTED");
  }
}
