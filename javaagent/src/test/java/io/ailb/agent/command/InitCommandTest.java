package io.ailb.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.config.Config;
import io.ailb.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class InitCommandTest {
  private static final String CANARY = "sk-proj-canary0123456789canary";

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void newFile() {
    file = directory.resolve("ai-lb.yaml");
  }

  private Typed init(Map<String, String> environment, String... more) {
    String[] arguments = new String[2 + more.length];
    arguments[0] = "init";
    arguments[1] = file.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Typed.in(environment, arguments);
  }

  /** As {@code validate} reads it. */
  private Config read(Map<String, String> environment) {
    return new ConfigReader(environment::get, Map.of(), supplier -> null).strict().read(file);
  }

  private static List<String> endpoints(Config config) {
    return config.pools().stream()
        .flatMap(pool -> pool.pool().members().stream())
        .map(member -> member.endpoint().toString())
        .toList();
  }

  @Test
  void refersToTheKeysThatAreThereByName() throws IOException {
    Map<String, String> environment =
        Map.of(
            "OPENAI_API_KEY", CANARY + "1",
            "OPENAI_API_KEY_EU", CANARY + "2",
            "OPENAI_API_KEY_FILE", "/run/secrets/" + CANARY,
            "ANTHROPIC_API_KEY", CANARY + "3",
            "GEMINI_API_KEY", "  ",
            "GOOGLE_API_KEY", CANARY + "4",
            "AZURE_OPENAI_API_KEY", CANARY + "5",
            "GROQ_API_KEY", CANARY + "6",
            "UNRELATED", CANARY + "7");

    Typed init = init(environment);

    assertThat(init.exit()).as(init.all()).isZero();
    assertThat(init.err()).isEmpty();
    assertThat(init.out()).contains("openai-2 (OPENAI_API_KEY_EU)", "Next:", "validate " + file);
    String written = Files.readString(file);
    assertThat(written + init.all()).doesNotContain("canary").doesNotContain("UNRELATED");
    assertThat(written).contains("apiKey: ${OPENAI_API_KEY_EU}").doesNotContain("_FILE");
    assertThat(endpoints(read(environment)))
        .containsExactly(
            "default/openai-1",
            "default/openai-2",
            "default/anthropic",
            "default/gemini",
            "azure/azure",
            "groq/groq");
  }

  private static final List<String> EVERY_VARIABLE =
      KnownProvider.ALL.stream().flatMap(known -> known.variables().stream()).toList();

  @ParameterizedTest
  @FieldSource("EVERY_VARIABLE")
  void eachKeyAloneMakesAFileThatIsGood(String variable) {
    Map<String, String> environment = Map.of(variable, CANARY);

    assertThat(init(environment).exit()).isZero();

    assertThat(endpoints(read(environment))).hasSize(1);
  }

  /** What is commented out is there to be used. */
  @Test
  void theCommentsAreGoodYamlToo() throws IOException {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of(
                "OPENAI_API_KEY_1", CANARY + "1",
                "OPENAI_API_KEY_2", CANARY + "2",
                "ANTHROPIC_API_KEY", CANARY + "3",
                "GEMINI_API_KEY", CANARY + "4"));
    init(environment);

    Files.writeString(file, Files.readString(file).replaceAll("(?m)^( +)# ([a-zA-Z]+: )", "$1$2"));

    Config config = read(environment);
    assertThat(config.warnings()).isEmpty();
    assertThat(config.pools().get(0).pool().members())
        .extracting(member -> member.endpoint().tier())
        .containsExactly(1, 1, 2, 2);
  }

  @Test
  void withoutAKeyItWritesAnExampleAndSaysWhatItLookedFor() {
    Typed init = init(Map.of("PATH", "/bin"));

    assertThat(init.exit()).isZero();
    assertThat(init.out()).contains("an example").contains(EVERY_VARIABLE);
    assertThat(endpoints(read(Map.of("OPENAI_API_KEY", CANARY)))).containsExactly("default/openai");
  }

  @Test
  void aFileThatIsThereStaysUnlessForced() throws IOException {
    Files.writeString(file, "mine");

    Typed refused = init(Map.of());

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("is there already").contains("--force");
    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(init(Map.of(), "--force").exit()).isZero();
    assertThat(Files.readString(file)).contains("pools:");
  }
}
