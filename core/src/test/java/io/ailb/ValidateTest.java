package io.ailb;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} says of a good configuration. */
class ValidateTest {
  private static final String KNOWN = " (as of " + Profiles.known().asOf() + ")";

  @TempDir private Path directory;

  @Test
  void eachEndpointsModelsAreShownWithWhatIsUsedAndWhereItComesFrom() throws IOException {
    Path file = directory.resolve("ai-lb.yaml");
    Files.writeString(
        file,
        """
        pools:
          - endpoints:
              - {provider: openai, apiKey: "${sys:java.version}"}
              - provider: anthropic
                apiKey: "${sys:java.home}"
                maxOutput: 1000
                models:
                  gpt-4o-mini: claude-haiku-4-5
                  "gpt-4.1*": {send: claude-opus-5-5, contextWindow: 2k, cost: {input: 1, perRequest: 0.5}}
                  other: "*"
                  "rest-*": "*"
              - provider: openai-compatible
                name: gpu
                baseUrl: https://gpu.corp/v1
                profile: vllm
                apiKey: "${sys:user.dir}"
                model: llama
                capabilities: {stop: 8, seed: false}
        """);
    assertThat(LoadBalancer.validate(file))
        .filteredOn(line -> !line.startsWith("warning:"))
        .containsExactly(
            "pool default: openai-1, anthropic-1, gpu",
            "  openai-1: openai at api.openai.com, models as requested",
            "  anthropic-1: anthropic at api.anthropic.com",
            "    claude-haiku-4-5: context window 200000"
                + KNOWN
                + ", max output 1000 (configured), price 1 in, 0.1 cached, 5 out USD per million"
                + KNOWN,
            "      anthropic with prefill, reasoningOff; reasoning by budget",
            "    claude-opus-5-5: context window 2000 (configured), max output 1000 (configured),"
                + " price 1 in USD per million and 0.5 USD per request (configured)",
            "      anthropic with midSystem",
            "    other: context window not known, max output 1000 (configured), price not known",
            "  gpu: vllm at gpu.corp",
            "    llama: context window not known, max output not known, price not known",
            "      openai-chat without customTools, strictTools, pdfBase64, audioIn, seed, reasoning,"
                + " reasoningOff, cacheMarks, developerRole, maxCompletionTokens, openaiExtras;"
                + " with topK; stop 8",
            "ai-lb.yaml is good.");
  }
}
