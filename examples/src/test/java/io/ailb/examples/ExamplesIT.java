package io.ailb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every example runs, as {@code examples/run} runs it; those that take long begin. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExamplesIT {
  private static final List<String> PASSED_ON =
      List.of("examples.agent", "examples.classpath", "simulator.classpath", "simulator.options");

  @TempDir private Path directory;

  private record Run(int exit, String output) {}

  private Run run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(System.getProperty("examples.jvm"));
    for (String name : PASSED_ON) {
      command.add("-D" + name + "=" + System.getProperty(name));
    }
    command.addAll(List.of("-cp", System.getProperty("examples.classpath"), main.getName()));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Run(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
  }

  @Test
  @Order(4)
  void theDemoSeesNoFailure() throws Exception {
    Run demo = run(Demo.class, "--seconds", "12");

    assertThat(demo.exit()).as(demo.output()).isZero();
    assertThat(demo.output())
        .contains("The primary goes down", "The secondary answers 429", "Both are back")
        .contains("and saw 0 failures")
        .contains("Keys that went to a wrong place: 0")
        .contains("all of them Anthropic's own, with its own key.")
        .containsPattern("anthropic-backup +served +\\d+ \\(.*\\), +[1-9]\\d* of them translated")
        .containsPattern("openai-primary +served +\\d+ \\(.*\\), +0 of them translated")
        .containsPattern("saw \\d+ requests, [1-9]\\d* for streams, [1-9]\\d* with the result")
        .containsPattern("openai-primary +OPEN")
        .containsPattern("openai-secondary +COOLING")
        .doesNotContain("\u001b");
  }

  @Test
  void badArgumentsOfTheDemoSayWhatIsGood() throws Exception {
    Run demo = run(Demo.class, "--seconds", "1");

    assertThat(demo.exit()).isEqualTo(2);
    assertThat(demo.output()).isEqualTo("usage: ./demo [--seconds N]   (N is 12 or more)\n");
  }

  @Test
  void theInterceptorBalancesOpenAiJava() throws Exception {
    Run example = run(InterceptorExample.class);

    assertThat(example.exit()).as(example.output()).isZero();
    assertThat(example.output())
        .contains("openai-primary answers #", "pool default (adaptive): 11 requests, 0 failures");
  }

  @Test
  void promptsAreAnsweredWithoutAnSdk() throws Exception {
    Run example = run(BatchExample.class);

    assertThat(example.exit()).as(example.output()).isZero();
    assertThat(example.output())
        .contains(
            "piece by piece: ", "1500 of 1500 answered", "waiting: all 3 endpoints at the limit");
  }

  @Test
  void anOpenAiApplicationIsAnsweredByAnthropicAndGemini() throws Exception {
    Run example = run(TranslationExample.class);

    assertThat(example.exit()).as(example.output()).isZero();
    assertThat(example.output())
        .contains(
            """
            x-ai-lb-endpoint: claude
            x-ai-lb-model: claude-haiku-4-5
            x-ai-lb-dialect: anthropic
            x-ai-lb-dropped: verbosity
              claude answers #""")
        .contains(
            """
            x-ai-lb-endpoint: gemini
            x-ai-lb-model: gemini-2.5-flash
            x-ai-lb-dialect: gemini
            x-ai-lb-dropped: verbosity,user
              gemini answers #""");
    assertThat(example.output().lines().filter(line -> line.contains(" answers #"))).hasSize(5);
  }

  @Test
  @Order(3)
  void aBreakerOpensByTheShareOfFailuresForLongerEachTime() throws Exception {
    Run example = run(CircuitBreakerExample.class);

    assertThat(example.exit()).as(example.output()).isZero();
    assertThat(example.output())
        .containsPattern(
            "after +\\d+\\.\\d s for (0\\.9|1\\.[01]) s: \\d+ % of \\d+ requests failed")
        .containsPattern("after +\\d+\\.\\d s for (1\\.[89]|2\\.[0-2]) s: its probe failed")
        .contains("630 questions, of which callers saw 0 fail");
  }

  @Test
  @Order(2)
  void aBudgetMovesRequestsToTheCheapEndpoint() throws Exception {
    Run example = run(BudgetExample.class);

    assertThat(example.exit()).as(example.output()).isZero();
    assertThat(example.output())
        .containsPattern("no budget +[45]\\d %")
        .containsPattern("after 25 s +(\\d|1\\d|2[0-5]) %")
        .contains("callers saw 0 failures");
  }

  @Test
  @Order(1)
  void anEndpointThatBecomesSlowIsLeft() throws Exception {
    Run example = run(SlowEndpointExample.class);

    assertThat(example.exit()).as(example.output()).isZero();
    assertThat(example.output())
        .containsPattern("fastest +0 to 4 +\\d+ %")
        .containsPattern("adaptive +0 to 4 +\\d+ %");
  }

  @Test
  void thePlainProgramsAreBalancedUnderTheAgent() throws Exception {
    Run openAi = run(UnderAgent.class, "PlainOpenAiApp");
    assertThat(openAi.exit()).as(openAi.output()).isZero();
    assertThat(
            openAi
                .output()
                .lines()
                .filter(
                    line ->
                        line.matches(
                            "(openai-primary|openai-secondary|anthropic-backup) answers #.*")))
        .hasSize(5);

    Run anthropic = run(UnderAgent.class, "PlainAnthropicApp");
    assertThat(anthropic.exit()).as(anthropic.output()).isZero();
    assertThat(
            anthropic.output().lines().filter(line -> line.matches("anthropic-[12] answers #.*")))
        .hasSize(5);
  }
}
