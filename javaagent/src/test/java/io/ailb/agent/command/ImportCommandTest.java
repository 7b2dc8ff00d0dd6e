package io.ailb.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final String CANARY = "sk-proj-canary0123456789canary";

  @TempDir private Path directory;
  private Path theirs;
  private Path ours;

  @BeforeEach
  void aFile() throws IOException {
    ours = directory.resolve("ai-lb.yaml");
    theirs =
        Files.writeString(
            directory.resolve("config.yaml"),
            """
            model_list:
              - model_name: gpt-4o
                litellm_params: {model: gpt-4o, api_key: %s, temperature: 1}
            """
                .formatted(CANARY));
  }

  private static Typed typed(String... arguments) {
    return Typed.in(Map.of(), arguments);
  }

  @Test
  void ourFileGoesToStandardOutputAndTheRestToStandardError() {
    Typed typed = typed("import", "litellm", theirs.toString());

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("pools:", "${LITELLM_OPENAI_KEY_1}");
    assertThat(typed.err())
        .contains("config.yaml:3:46: model_list[0].litellm_params.api_key: a key stands")
        .contains("temperature: no counterpart");
    assertThat(typed.all()).doesNotContain("canary");
  }

  @Test
  void orIntoAFileThatIsNotThere() throws IOException {
    Typed typed = typed("import", "litellm", theirs.toString(), "-o", ours.toString());

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("Wrote " + ours).contains("validate " + ours);
    assertThat(Files.readString(ours)).contains("name: gpt-4o").doesNotContain("canary");
    Typed again = typed("import", "litellm", theirs.toString(), "-o", ours.toString());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    assertThat(
            typed("import", "litellm", theirs.toString(), "-o", ours.toString(), "--force").exit())
        .isZero();
    // What was imported can be tried at once.
    assertThat(typed("simulate", ours.toString(), "--rps", "1", "--minutes", "1").exit()).isZero();
    assertThat(typed("explain", ours.toString()).out()).contains("taken; first to openai-1");
  }

  @Test
  void whatIsNoGoodHereIsSaidAtOnce() throws IOException {
    Files.writeString(
        theirs,
        """
        model_list:
          - model_name: m
            litellm_params: {model: gpt-4o, api_base: "not a url", api_key: os.environ/K}
        """);

    Typed typed = typed("import", "litellm", theirs.toString(), "-o", ours.toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("needs your hand").contains("ai-lb.yaml:").contains("baseUrl");
  }

  @Test
  void badUsageIsSaid() throws IOException {
    assertThat(typed("import").exit()).isEqualTo(2);
    assertThat(typed("import", "litellm", directory + "/nothing.yaml").err())
        .contains("no such file");
    Typed gateway = typed("import", "litellm", theirs.toString(), "--gateway", "http://h/");
    assertThat(gateway.exit()).isEqualTo(2);
    assertThat(gateway.err()).contains("--gateway is a host");
    Files.writeString(theirs, "model_list: [" + CANARY);
    Typed unreadable = typed("import", "litellm", theirs.toString());
    assertThat(unreadable.exit()).isEqualTo(2);
    assertThat(unreadable.all())
        .contains("config.yaml:", "not valid YAML")
        .doesNotContain("canary");
    Files.writeString(theirs, "model_list: []");
    Typed empty = typed("import", "litellm", theirs.toString());
    assertThat(empty.exit()).isEqualTo(2);
    assertThat(empty.err()).contains("no deployment that could be carried over");
  }
}
