package io.ailb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.config.ConfigException;
import io.ailb.config.ConfigProblem;
import io.ailb.time.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadBalancerBuilderTest {
  private final ManualTime time = new ManualTime();

  private LoadBalancerBuilder builder() {
    return LoadBalancer.builder()
        .environment(name -> null)
        .properties(Map.of())
        .ticker(time)
        .clock(time)
        .timer(time)
        .chores(Runnable::run);
  }

  private LoadBalancerBuilder pool() {
    return builder().pool(pool -> pool.endpoint(e -> e.provider("openai").apiKey("sk-one")));
  }

  private static List<String> problems(LoadBalancerBuilder builder) {
    try (LoadBalancer balancer = builder.build()) {
      throw new AssertionError("accepted: " + balancer.stats());
    } catch (ConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void aProgramsMistakesAreToldLikeAFilesWithTheProgramAsTheirPlace() {
    assertThat(
            problems(
                builder()
                    .pool(
                        pool ->
                            pool.endpoint(
                                    e ->
                                        e.provider("openai")
                                            .apiKey("k")
                                            .set("limits.rpm", "5OO")
                                            .set("enabled", "no")
                                            .name("a"))
                                .endpoint(e -> e.provider("openai").apiKey("${NONE}").name("a"))
                                .set("breaker.openFor", 60)
                                .set("endpoint", "x"))))
        .containsExactlyInAnyOrder(
            "builder: pools[0].endpoint: unknown key. Did you mean \"endpoints\"?",
            "builder: pools[0].endpoints[0].enabled: expected true or false, got \"no\". YAML 1.2 reads no as text; write false.",
            "builder: pools[0].endpoints[0].limits.rpm: expected a whole number such as 500 or 10k, got \"5OO\".",
            "builder: pools[0].breaker.openFor: a duration needs a unit, got 60. Write 60s or 60ms.",
            "builder: pools[0].endpoints[1].name: \"a\" is already used. Names are unique within a pool.",
            "builder: pools[0].endpoints[1].apiKey: environment variable NONE is not set. Export it, or use ${file:...}. The endpoint is disabled.");
  }

  @Test
  void aProgramsValuesHaveTheirJavaTypes() {
    try (LoadBalancer balancer =
        builder()
            .pool(
                pool ->
                    pool.endpoint(
                            e ->
                                e.provider("openai")
                                    .set("apiKey", List.of("sk-a", "sk-b"))
                                    .models(Map.of("gpt-4.1", "gpt-5"))
                                    .tier(2)
                                    .weight(0.5))
                        .set("breaker.openFor", Duration.ofSeconds(5))
                        .set("breaker.failureRatio", null)
                        .set("queue.maxWait", null))
            .set("management.jmx.enabled", false)
            .build()) {
      var pool = balancer.running().config().pools().get(0).pool();
      assertThat(pool.members())
          .extracting(member -> member.endpoint().name())
          .containsExactly("openai-1", "openai-2");
      assertThat(pool.members()).allMatch(member -> member.endpoint().weight() == 0.5);
      assertThat(pool.members().get(0).endpoint().models().target("gpt-4.1").sent())
          .isEqualTo("gpt-5");
      assertThat(pool.breaker().openFor()).hasSeconds(5);
      assertThat(pool.breaker().failureRatio()).isNull();
      assertThat(pool.queue().maxWait()).isNull();
      assertThat(balancer.running().config().jmx().enabled()).isFalse();
    }
  }

  @Test
  void thereIsOneSource() {
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("give one of config(file), yaml(text) and pool(...); there are 0");
    assertThatThrownBy(() -> pool().yaml("pools: []").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("give one of config(file), yaml(text) and pool(...); there are 2");
    assertThatThrownBy(() -> pool().yaml("x").config(Path.of("x")).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("there are 3");
  }

  @Test
  void loadThrowsWithAllProblemsInOneMessage(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("ai-lb.yaml");
    Files.writeString(file, "mode: on\nlog: {level: loud}\n");
    assertThatThrownBy(() -> LoadBalancer.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ai-lb.yaml:1:1: pools: is required.")
        .hasMessageContaining("ai-lb.yaml:1:7: mode: expected active, observe or off")
        .hasMessageContaining("ai-lb.yaml:2:14: log.level: expected error, warn");
    assertThatThrownBy(() -> LoadBalancer.load(directory.resolve("none.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yaml: no such file: ");
  }

  @Test
  void anOverrideOutranksPropertiesAndTheEnvironment() {
    try (LoadBalancer balancer =
        pool()
            .environment(name -> name.equals("AILB_LOG_LEVEL") ? "error" : null)
            .properties(Map.of("ailb.log.level", "warn"))
            .override("log.level", "debug", "agent option log")
            .override("pools.default.endpoints.openai-1.weight", "3", "agent option x")
            .build()) {
      assertThat(balancer.running().config().log().level()).isEqualTo("debug");
      assertThat(balancer.stats().pool("default").endpoints().get(0).weight()).isEqualTo(3);
    }
    assertThat(problems(pool().override("mode", "on", "agent option mode")))
        .containsExactly("agent option mode: mode: expected active, observe or off, got \"on\".");
  }

  @Test
  void anOverrideThatLeadsNowhereIsLoggedAsAWarning() {
    try (CapturedLog log = CapturedLog.open();
        LoadBalancer balancer = pool().override("lo.level", "debug", "agent option log").build()) {
      assertThat(balancer.running().config().log().level()).isEqualTo("info");
      assertThat(log.with("WARN"))
          .containsExactly(
              "WARN agent option log: no such key \"lo\"; it is ignored. Did you mean \"log\"?");
    }
  }

  @Test
  void whatAProgramMadeCannotBeReloaded() {
    try (LoadBalancer balancer = pool().build()) {
      assertThatThrownBy(balancer::reload)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("there is no file");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // as a program without it may
  void whatIsNullAndMayNotBeIsNamed() {
    assertThatThrownBy(() -> builder().pool(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("pool");
    assertThatThrownBy(() -> builder().config(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("file");
    assertThatThrownBy(() -> builder().pool(pool -> pool.endpoint(null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("endpoint");
    assertThatThrownBy(() -> builder().pool(pool -> pool.endpoint(e -> e.name(null))))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThatThrownBy(() -> builder().set(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("path");
  }

  @Test
  @SuppressWarnings("NullAway") // as a program without it may
  void anEndpointWithoutAProviderIsToldSo() {
    assertThat(problems(builder().pool(pool -> pool.endpoint(e -> e.provider(null).apiKey("k")))))
        .containsExactly("builder: pools[0].endpoints[0].provider: is required. Whose API it is.");
  }
}
