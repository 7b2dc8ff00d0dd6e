package io.ailb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.config.ConfigException;
import io.ailb.expose.Controls;
import io.ailb.expose.EndpointStats;
import io.ailb.limit.RetryBudget;
import io.ailb.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
  private static final String FIRST =
      """
      pools:
        - endpoints:
            - {name: a, provider: openai, apiKey: "${file:key}", limits: {rpm: 5}}
            - {name: b, provider: openai, apiKey: "${B}"}
      """;

  @TempDir Path directory;

  private final ManualTime time = new ManualTime();
  private final CapturedLog log = CapturedLog.open();
  private int written;
  private Path file;
  private Path key;
  private LoadBalancer balancer;

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("ai-lb.yaml");
    key = directory.resolve("key");
    write(key, "sk-first\n");
    write(file, FIRST);
    balancer = build();
  }

  private LoadBalancer build() {
    return LoadBalancer.builder()
        .config(file)
        .environment(name -> name.equals("B") ? "sk-b" : null)
        .properties(Map.of())
        .ticker(time)
        .clock(time)
        .timer(time)
        .chores(Runnable::run)
        .build();
  }

  @AfterEach
  void stop() {
    balancer.close();
    log.close();
  }

  /** Each time at another instant: two writes of a test may fall into one tick of the disk. */
  private void write(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH.plusSeconds(++written)));
  }

  private void look() {
    time.pass(Duration.ofSeconds(5));
  }

  private List<EndpointStats> endpoints() {
    return balancer.stats().pool("default").endpoints();
  }

  private String configError() {
    return controls().configError();
  }

  /** What JConsole sees. */
  private Controls controls() {
    return balancer.operator();
  }

  @Test
  void aChangedFileIsRunAtTheNextLook() throws IOException {
    write(file, FIRST.replace("rpm: 5", "rpm: 7"));
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(5);
    look();
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(7);
    assertThat(log.with("1 pool, 2 endpoints")).hasSize(2);
  }

  @Test
  void aFileThatIsTouchedButTheSameIsNot() throws IOException {
    LoadBalancer.Running before = balancer.running();
    write(file, FIRST);
    look();
    assertThat(balancer.running()).isSameAs(before);
  }

  @Test
  void whatAPoolHasSavedForRetriesIsNotFullAgain() throws IOException {
    RetryBudget before = balancer.running().switchboard().destinations().get(0).retryBudget();
    while (before.draw(time.nanos())) {}
    write(file, FIRST + "    retries: {budget: 0.5}\n");
    look();
    RetryBudget after = balancer.running().switchboard().destinations().get(0).retryBudget();
    int drawn = 0;
    while (after.draw(time.nanos())) {
      drawn++;
    }
    assertThat(drawn).as("one each second").isEqualTo(5);
    after.count();
    after.count();
    assertThat(after.draw(time.nanos())).as("the new share").isTrue();
  }

  @Test
  void aFileBehindAReferenceCountsAsWell() throws IOException {
    write(key, "sk-second\n");
    look();
    assertThat(keyOf("a")).isEqualTo("sk-second");
  }

  private String keyOf(String name) {
    return balancer.running().pools().get(0).member(name).endpoint().key().current().reveal();
  }

  @Test
  void aNewReferenceIsWatchedFromThenOnAndCausesNoReloadOfItsOwn() throws IOException {
    Path second = directory.resolve("second");
    write(second, "sk-one");
    write(file, FIRST.replace("${B}", "${file:second}"));
    look();
    LoadBalancer.Running running = balancer.running();
    assertThat(keyOf("b")).isEqualTo("sk-one");
    look();
    assertThat(balancer.running()).isSameAs(running);
    write(second, "sk-two");
    look();
    assertThat(keyOf("b")).isEqualTo("sk-two");
  }

  @Test
  void aReferenceThatWasMissingIsSeenWhenItComes() throws IOException {
    write(file, FIRST.replace("${B}", "${file:second}"));
    look();
    assertThat(endpoints()).extracting(EndpointStats::state).containsExactly("READY", "DISABLED");
    write(directory.resolve("second"), "sk-late");
    look();
    assertThat(endpoints()).extracting(EndpointStats::state).containsExactly("READY", "READY");
  }

  @Test
  void aBadFileIsReportedOnceAndTheRunningOneStays() throws IOException {
    LoadBalancer.Running before = balancer.running();
    write(file, FIRST.replace("rpm: 5", "rpm: x"));
    look();
    look();
    look();
    assertThat(balancer.running()).isSameAs(before);
    assertThat(log.with("ERROR"))
        .singleElement()
        .asString()
        .startsWith("ERROR configuration not reloaded, the old one runs on:")
        .contains("ai-lb.yaml:3:74: pools[0].endpoints[0].limits.rpm: expected a whole number");
    assertThat(configError()).contains("limits.rpm: expected a whole number");
  }

  @Test
  void aGoodFileAfterABadOneTakesTheErrorAway() throws IOException {
    write(file, "pools: []");
    look();
    assertThat(configError()).isNotEmpty();
    write(file, FIRST.replace("rpm: 5", "rpm: 9"));
    look();
    assertThat(configError()).isEmpty();
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(9);
  }

  @Test
  void aFileThatIsGoneForAMomentChangesNothing() throws IOException {
    LoadBalancer.Running before = balancer.running();
    Files.delete(file);
    look();
    assertThat(balancer.running()).isSameAs(before);
    assertThat(log.with("ERROR")).isEmpty();
    write(file, FIRST.replace("rpm: 5", "rpm: 6"));
    look();
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(6);
  }

  @Test
  void anOperatorsReloadIsNotRepeatedByTheWatch() throws IOException {
    write(file, FIRST.replace("rpm: 5", "rpm: 8"));
    assertThat(controls().reload()).isEqualTo("The configuration was reloaded.");
    LoadBalancer.Running running = balancer.running();
    look();
    assertThat(balancer.running()).isSameAs(running);
    write(file, "x: 1");
    assertThatThrownBy(balancer::reload).isInstanceOf(ConfigException.class);
    look();
    assertThat(log.with("ERROR")).hasSize(1);
  }

  @Test
  void whatWasKnownOfAnEndpointStaysWhereItsNameAndKeyStay() throws IOException {
    controls().coolDown("default", "a", 60);
    controls().coolDown("default", "b", 60);
    var a = balancer.running().pools().get(0).member("a");
    var b = balancer.running().pools().get(0).member("b");
    write(key, "sk-other");
    look();
    assertThat(balancer.running().pools().get(0).member("b")).isSameAs(b);
    assertThat(balancer.running().pools().get(0).member("a")).isNotSameAs(a);
    assertThat(endpoints()).extracting(EndpointStats::state).containsExactly("READY", "COOLING");
  }

  @Test
  void endpointsComeAndGoAsAWhole() throws IOException {
    LoadBalancer.Running before = balancer.running();
    write(
        file,
        FIRST.replace("name: b", "name: c").replace("- endpoints", "- name: p\n    endpoints"));
    look();
    assertThat(balancer.stats().pools()).extracting(pool -> pool.name()).containsExactly("p");
    assertThat(balancer.stats().pool("p").endpoints())
        .extracting(EndpointStats::name)
        .containsExactly("a", "c");
    assertThat(before.pools().get(0).members())
        .extracting(member -> member.endpoint().name())
        .containsExactly("a", "b");
  }

  @Test
  void theModeIsReloadedToo() throws IOException {
    assertThat(balancer.begin("api.openai.com", 443, "/v1/chat/completions")).isNotNull();
    write(file, "mode: off\n" + FIRST);
    look();
    assertThat(balancer.begin("api.openai.com", 443, "/v1/chat/completions")).isNull();
  }

  @Test
  void whatTakesARestartIsSaid() throws IOException {
    write(file, FIRST + "management: {jmx: {operations: read-only}}\nagent: {clients: [okhttp]}\n");
    look();
    assertThat(log.with("which takes a restart"))
        .containsExactly(
            "WARN management.jmx has changed, which takes a restart",
            "WARN agent has changed, which takes a restart");
    look();
    assertThat(log.with("which takes a restart")).hasSize(2);
  }

  @Test
  void theIntervalIsReloadedToo() throws IOException {
    write(file, FIRST + "reload: {interval: 1h}\n");
    look();
    write(file, FIRST.replace("rpm: 5", "rpm: 8"));
    look();
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(5);
    time.pass(Duration.ofHours(1));
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(8);
  }

  @Test
  void theWatchCanBeSwitchedOffAndByAnOperatorsReloadOnAgain() throws IOException {
    write(file, FIRST + "reload: {watch: false}\n");
    look();
    write(file, FIRST.replace("rpm: 5", "rpm: 6"));
    time.pass(Duration.ofHours(1));
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(5);
    balancer.reload();
    write(file, FIRST.replace("rpm: 5", "rpm: 7"));
    look();
    assertThat(endpoints().get(0).requestsPerMinuteLimit()).isEqualTo(7);
  }

  @Test
  void aClosedOneLooksNoMore() throws IOException {
    balancer.close();
    write(file, "x: 1");
    time.pass(Duration.ofHours(1));
    assertThat(log.with("ERROR")).isEmpty();
  }

  @Test
  void noKeyIsLogged() throws IOException {
    write(file, FIRST.replace("\"${B}\"", "sk-inline-0123456789, name: sk-inline-0123456789"));
    look();
    assertThat(log.with("ERROR")).hasSize(1);
    assertThat(log.lines().toString()).doesNotContain("sk-inline").doesNotContain("sk-first");
  }
}
