package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandInsTest {
  private final List<String> askedFor = new ArrayList<>();

  private Config read(String yaml) {
    return new ConfigReader(
            name -> {
              askedFor.add(name);
              return name.equals("SET") ? "250" : null;
            },
            Map.of(),
            supplier -> {
              throw new AssertionError("no program gives a key here");
            })
        .keyless()
        .read("file", yaml);
  }

  private List<Endpoint> endpoints(String yaml) {
    return read(yaml).pools().get(0).pool().members().stream().map(m -> m.endpoint()).toList();
  }

  @Test
  void noKeyIsLookedUpAndEachReferenceIsAnAccount() {
    List<Endpoint> endpoints =
        endpoints(
            """
            pools:
              - endpoints:
                  - {provider: openai, apiKey: ["${ONE}", "${TWO}"], headers: {X-Secret: "${THREE}"}}
                  - {provider: openai, apiKey: "${file:/no/such/file}", query: {sig: "${FOUR}"}}
                  - {provider: openai, models: {a: b}, apiKey: "${ONE}"}
            """);

    assertThat(askedFor).doesNotContain("ONE", "TWO", "THREE", "FOUR");
    assertThat(endpoints).extracting(Endpoint::account).doesNotContainNull().hasSize(4);
    assertThat(endpoints.get(0).account()).isEqualTo(endpoints.get(3).account());
    assertThat(endpoints.subList(0, 3)).extracting(Endpoint::account).doesNotHaveDuplicates();
  }

  @Test
  void whereAnEndpointIsNeedNotBeKnown() {
    List<Endpoint> endpoints =
        endpoints(
            """
            pools:
              - endpoints:
                  - {provider: azure-openai, baseUrl: "${AZURE_URL}", apiVersion: "${VERSION}", apiKey: "${K}"}
                  - {provider: azure-openai, baseUrl: "https://${NAME}.openai.azure.com", apiVersion: v, apiKey: "${K}"}
            """);

    assertThat(endpoints.get(0).host()).isEqualTo("unset-azure-url.invalid");
    assertThat(endpoints.get(0).apiVersion()).startsWith("unset-version");
    assertThat(endpoints.get(1).host()).endsWith(".invalid");
    assertThat(endpoints.get(0).host()).isNotEqualTo(endpoints.get(1).host());
  }

  @Test
  void numbersAreLookedUpAsEver() {
    assertThat(
            read("pools: [{endpoints: [{provider: openai, apiKey: k, limits: {rpm: \"${SET}\"}}]}]")
                .pools()
                .get(0)
                .pool()
                .members()
                .get(0)
                .limits()
                .rpm())
        .isEqualTo(250);
    assertThatThrownBy(
            () ->
                read(
                    "pools: [{endpoints: [{provider: openai, apiKey: k, limits: {rpm: \"${NOT}\"}}]}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("environment variable NOT is not set");
  }
}
