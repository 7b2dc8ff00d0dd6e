package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.limit.LimitSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who shares an account agrees on its limits, and on whether they are learned. */
class SharedAccountsTest {
  private static final String OPENAI = "      - {provider: openai, apiKey: ";

  private final Reading reading = Reading.of();

  /** Endpoints, each from its key on. */
  private static String pool(String... endpoints) {
    return "pools:\n  - endpoints:\n" + OPENAI + String.join("}\n" + OPENAI, endpoints) + "}\n";
  }

  private List<LimitSettings> limits(String... endpoints) {
    return reading.read(pool(endpoints)).pools().get(0).pool().members().stream()
        .map(member -> member.limits())
        .toList();
  }

  @Test
  void membersOfAGroupCannotDisagreeOnLearning() {
    assertThat(
            reading.said(
                pool(
                    "k1, quotaGroup: org, limits: {rpm: 5}, learnLimits: true",
                    "k2, quotaGroup: org, limits: {rpm: 5}, learnLimits: false")))
        .containsExactly(
            "ai-lb.yaml:4:88: pools[0].endpoints[1].learnLimits: \"openai-2\" and \"openai-1\" share quotaGroup org, but state different learnLimits. State them once, or equally.");
  }

  @Test
  void norDoTheEndpointsOfOneKey() {
    assertThat(reading.said(pool("k1, learnLimits: false", "k1, learnLimits: true")))
        .containsExactly(
            "ai-lb.yaml:4:53: pools[0].endpoints[1].learnLimits: \"openai-2\" and \"openai-1\" share one key, but state different learnLimits. State them once, or equally.");
  }

  @Test
  void learningIsStatedOnceForAllEvenApartFromTheLimits() {
    assertThat(
            limits(
                "k1, quotaGroup: org",
                "k2, quotaGroup: org, limits: {rpm: 5}",
                "k3, quotaGroup: org, learnLimits: false"))
        .allMatch(limits -> limits.rpm() == 5 && !limits.learns());
    assertThat(limits("k1, quotaGroup: org, limits: {rpm: 5}", "k2, quotaGroup: org"))
        .allMatch(limits -> limits.rpm() == 5 && limits.learns());
  }

  @Test
  void oneKeyIsNotCountedInAGroupAndOutsideByDifferentLimits() {
    assertThat(
            reading.said(
                pool("k1, quotaGroup: org, limits: {rpm: 5}", "k1, limits: {rpm: 6}", "k2")))
        .containsExactly(
            "ai-lb.yaml:4:9: pools[0].endpoints[1].quotaGroup: \"openai-2\" and \"openai-1\" have one key, but no quotaGroup and quotaGroup org, and are counted apart, by different limits. Give both the same quotaGroup, or none.");
  }

  @Test
  void byEqualLimitsThatIsWorthAWarning() {
    List<ConfigProblem> problems =
        Reading.problems(
            () -> reading.read(pool("k1, quotaGroup: org", "k1, quotaGroup: other", "k2")));
    assertThat(problems)
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "ai-lb.yaml:4:52: pools[0].endpoints[1].quotaGroup: \"openai-2\" and \"openai-1\" have one key, but quotaGroup other and quotaGroup org, and are counted apart. Give both the same quotaGroup, or none.");
    assertThat(problems).noneMatch(ConfigProblem::isError);
  }

  @Test
  void theSameKeyAtAnotherHostIsAnotherAccount() {
    assertThat(
            reading.said(
                pool(
                    "k1, quotaGroup: org, limits: {rpm: 5}",
                    "k1, baseUrl: \"https://llm.corp/v1\", limits: {rpm: 6}")))
        .isEmpty();
  }

  @Test
  void endpointsThatLackTheirKeysShareNone() {
    assertThat(
            reading.said(
                pool("\"${A}\", limits: {rpm: 5}", "\"${B}\", limits: {rpm: 6}", "k, weight: 2")))
        .hasSize(2)
        .allMatch(said -> said.endsWith("The endpoint is disabled."));
  }
}
