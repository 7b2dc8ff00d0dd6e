package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptAfterReloadTest {
  private static final String A = "{name: a, provider: openai, baseUrl: 'https://a', apiKey: ka}";
  private static final String B = "{name: b, provider: openai, baseUrl: 'https://b', apiKey: kb}";
  private static final String ONE =
      "{match: {hosts: ['*']}, routing: {strategy: ordered}, endpoints: [%s]}";

  @TempDir Path directory;
  private Path file;
  private World world;

  @BeforeEach
  void bKeepsSomething() throws IOException {
    file = directory.resolve("ai-lb.yaml");
    write(ONE.formatted(B));
    world = new World(builder -> builder.config(file), true);
    world.always("a", Reply.json("{\"id\":\"resp_a\"}"));
    world.always("b", Reply.json("{\"id\":\"resp_b\"}"));
    run("");
    assertThat(world.sentTo).containsExactly("b");
  }

  @AfterEach
  void close() {
    assertThat(world.bugs).isEmpty();
    world.close();
  }

  private void write(String... pools) throws IOException {
    Files.writeString(file, "pools: [" + String.join(", ", pools) + "]");
  }

  private void reload(String... pools) throws IOException {
    write(pools);
    world.balancer.reload();
  }

  private Call run(String more) {
    return new BlockingAdapter()
        .run(
            world,
            Call.of("POST", "/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"" + more + "}"));
  }

  private void goesOnAt(String endpoint, String key) {
    assertThat(run(",\"previous_response_id\":\"resp_b\"").header("x-ai-lb-endpoint"))
        .isEqualTo(endpoint);
    assertThat(world.sent.get(1).credential().value()).isEqualTo("Bearer " + key);
    assertThat(
            new BlockingAdapter()
                .run(world, Call.of("GET", "/v1/responses/resp_b", ""))
                .header("x-ai-lb-endpoint"))
        .isEqualTo(endpoint);
  }

  @Test
  void whereTheEndpointStaysNothingChanges() throws IOException {
    reload(ONE.formatted(A + ", " + B));
    goesOnAt("b", "kb");
  }

  @Test
  void itsKeyUnderAnotherNameInAnotherPoolWillDo() throws IOException {
    String other = "{name: other, " + ONE.substring(1).formatted(B.replace("name: b", "name: c"));
    reload("{name: first, " + ONE.substring(1).formatted(A), other);
    goesOnAt("c", "kb");
  }

  @Test
  void aKeyThatIsExchangedIsProbablyOfTheSameAccount() throws IOException {
    reload(ONE.formatted(A + ", " + B.replace("kb", "kb2")));
    goesOnAt("b", "kb2");
  }

  @Test
  void whatAnEndpointKeptThatIsGoneIsTheCallersToAskFor() throws IOException {
    reload(ONE.formatted(A));
    assertThat(run(",\"previous_response_id\":\"resp_b\"").notOurs).isTrue();
    assertThat(new BlockingAdapter().run(world, Call.of("GET", "/v1/responses/resp_b", "")).notOurs)
        .isTrue();
    assertThat(world.sentTo).hasSize(1);
    reload(ONE.formatted(A + ", " + B));
    goesOnAt("b", "kb"); // it has not been forgotten
  }

  @Test
  void soIsWhatItKeepsOfAModelThatItDoesNotServeAnyMore() throws IOException {
    reload(ONE.formatted(A + ", " + B.replace("apiKey", "models: [n], apiKey")));
    assertThat(run(",\"previous_response_id\":\"resp_b\"").notOurs).isTrue();
  }
}
