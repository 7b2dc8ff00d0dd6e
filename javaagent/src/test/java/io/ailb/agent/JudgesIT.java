package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.judge.Judge;
import io.ailb.agent.app.judge.Pictures;
import io.ailb.simulator.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real SDKs as judges: each against every provider, whose simulation is as strict as the provider.
 * Their users must not notice who answers; no provider must notice who asked.
 */
class JudgesIT {
  private static final Map<String, List<String>> APIS =
      Map.of(
          "openai", List.of("chat", "responses"),
          "anthropic", List.of("messages"),
          "gemini", List.of("generate"));

  private static final Bench BENCH = new Bench();

  @BeforeEach
  void forget() {
    BENCH.simulator.resetLog();
  }

  @AfterAll
  static void close() {
    BENCH.close();
  }

  @ParameterizedTest
  @EnumSource
  void openAiJavaUnderTheAgent(Jdk jdk) {
    judge(underAgent(jdk, "openai"), "openai");
  }

  @ParameterizedTest
  @EnumSource
  void anthropicJavaUnderTheAgent(Jdk jdk) {
    judge(underAgent(jdk, "anthropic"), "anthropic");
  }

  @ParameterizedTest
  @EnumSource
  void googleGenAiUnderTheAgent(Jdk jdk) {
    judge(underAgent(jdk, "gemini"), "gemini");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "gemini"})
  void withTheLibrarysInterceptor(String sdk) {
    Child app =
        Child.on(Jdk.JDK_17)
            .run(ClassPaths.sdksAndLibrary(), Judge.class, arguments(sdk, BENCH.configuration()));
    judge(app, sdk);
  }

  private static Child underAgent(Jdk jdk, String sdk) {
    return Child.on(jdk)
        .agent(BENCH.configuration())
        .run(ClassPaths.sdks(), Judge.class, arguments(sdk, "agent"));
  }

  private static String[] arguments(String sdk, String way) {
    return Stream.concat(Stream.of(sdk, BENCH.ownUrl(sdk), way), Bench.PROVIDERS.stream())
        .toArray(String[]::new);
  }

  private static void judge(Child app, String sdk) {
    assertThat(app.output()).as(app.toString()).contains("end");
    List<String> wrong = new ArrayList<>();
    for (String provider : Bench.PROVIDERS) {
      APIS.get(sdk).forEach(api -> wrong.addAll(wrong(app, Verdicts.of(api, provider))));
      if (sdk.equals("openai") && Bench.hasEmbeddings(provider)) {
        wrong.addAll(wrong(app, Verdicts.of("embeddings", provider)));
      }
    }
    assertThat(wrong).as("what users saw").isEmpty();
  }

  private static List<String> wrong(Child app, Map<String, Pattern> verdicts) {
    List<String> wrong = new ArrayList<>();
    verdicts.forEach(
        (label, expected) -> {
          String said = app.said(label);
          if (!expected.matcher(said).matches()) {
            wrong.add(label + ": " + said + "\n      not " + expected);
          }
        });
    return wrong;
  }

  /** Each provider got requests of its own kind only, and nothing that it had to refuse. */
  @AfterEach
  void providersHaveNothingToComplainAbout() throws InterruptedException {
    assertThat(BENCH.simulator.leaks()).isEmpty();
    for (String provider : Bench.PROVIDERS) {
      List<LogEntry> log =
          BENCH.simulator.log().stream().filter(entry -> belongs(entry, provider)).toList();
      assertThat(complaints(log, entry -> entry.fault() == null && entry.status() != 200))
          .as(provider + " refused")
          .isEmpty();
      assertThat(complaints(log, entry -> !Bench.path(provider).matcher(entry.path()).matches()))
          .as("paths at " + provider)
          .isEmpty();
      assertThat(
              complaints(
                  log,
                  entry -> !entry.endpoint().equals(entry.keyOwner()) || entry.doubleCredential()))
          .as("keys at " + provider)
          .isEmpty();
      assertThat(complaints(log, entry -> !Bench.foreignHeaders(provider, entry).isEmpty()))
          .as("headers at " + provider)
          .isEmpty();
      assertThat(complaints(log, entry -> entry.retryCount() != null && entry.retryCount() > 0))
          .as("retries of SDKs at " + provider)
          .isEmpty();
      assertThat(log)
          .filteredOn(entry -> String.valueOf(entry.body()).contains(Pictures.PNG))
          .as("pictures at " + provider)
          .isNotEmpty();
      assertThat(log)
          .filteredOn(entry -> "stall".equals(entry.fault()))
          .as("streams left at " + provider)
          .isNotEmpty()
          .allSatisfy(entry -> assertThat(entry.clientLeftAtMillis()).isNotNull());
    }
  }

  private static boolean belongs(LogEntry entry, String provider) {
    return entry.endpoint().equals(provider) || entry.endpoint().startsWith(provider + "-");
  }

  private static List<String> complaints(List<LogEntry> log, Predicate<LogEntry> complaint) {
    return log.stream()
        .filter(complaint)
        .map(
            entry ->
                "%s %s %s %s %s"
                    .formatted(
                        entry.endpoint(),
                        entry.status(),
                        entry.path(),
                        entry.headers().keySet(),
                        entry.body()))
        .toList();
  }

  /** Requests that no pool takes go where the application sent them: embeddings at most. */
  @AfterEach
  void nothingElseGoesToTheApplicationsOwnEndpoints() {
    assertThat(BENCH.simulator.log())
        .filteredOn(entry -> entry.endpoint().startsWith("own-"))
        .allSatisfy(entry -> assertThat(entry.path()).endsWith("/embeddings"));
  }
}
