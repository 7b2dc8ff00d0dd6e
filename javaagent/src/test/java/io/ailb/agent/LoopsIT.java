package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.LoopApp;
import io.ailb.simulator.dialect.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients with retry loops of their own, as they come, over pools that fail for ever: how often do
 * the providers see one request of the application? Our own loop asks 4 times after a failure
 * ({@code maxAttempts}), and each of the two endpoints once where both refuse with 429.
 */
class LoopsIT {
  private static final int OURS = 4;
  private static final int REFUSED = 2;
  private static final Pattern COUNTS = Pattern.compile("(.+), (\\d+) requests, (\\d+) tries");

  /** A refusal that does not say for how long may be over before the other endpoint refuses. */
  private static int ours(String model) {
    return model.startsWith("full-who-knows") ? 2 * REFUSED : isFull(model) ? REFUSED : OURS;
  }

  private static boolean isFull(String model) {
    return model.startsWith("full");
  }

  private static Child run(Jdk jdk, Dead dead, String client) {
    List<String> arguments = new ArrayList<>(List.of(client, dead.url()));
    arguments.addAll(Dead.models());
    return Child.on(jdk)
        .agent(dead.configuration())
        .run(ClassPaths.sdks(), LoopApp.class, arguments.toArray(String[]::new));
  }

  private static Child runSpring(Jdk jdk, Dead dead, int version, List<String> models) {
    List<String> command =
        new ArrayList<>(
            List.of("-cp", ClassPaths.springAi(version), "SpringAi" + version, dead.url()));
    command.addAll(models);
    return Child.on(jdk).agent(dead.configuration()).start(command).end();
  }

  /** The providers have seen each model so often at most, and ai-lb has counted as they have. */
  private static void assertSeen(
      Child app, Dead dead, List<String> models, ToIntFunction<String> most) {
    SoftAssertions all = new SoftAssertions();
    for (String model : models) {
      Matcher counts = COUNTS.matcher(app.said(model));
      assertThat(counts.matches()).as(app.toString()).isTrue();
      int tries = Integer.parseInt(counts.group(3));
      OptionalInt seen = dead.seen(model);
      all.assertThat(seen.orElse(tries)).as(model).isEqualTo(tries);
      all.assertThat(tries).as(model).isBetween(2, most.applyAsInt(model));
    }
    all.assertThat(dead.seenByOwn()).as("the application's own endpoint").isZero();
    all.assertAll();
  }

  @ParameterizedTest
  @CsvSource({
    "JDK_17, okhttp, OPENAI",
    "JDK_17, openai, OPENAI",
    "JDK_17, anthropic, ANTHROPIC",
    "JDK_25, openai, OPENAI"
  })
  void whoHearsThatItIsOfNoUseAsksOnce(Jdk jdk, String client, Provider provider) {
    try (Dead dead = new Dead(provider)) {
      Child app = run(jdk, dead, client);
      for (String model : Dead.models()) {
        assertThat(app.said(model)).as(app.toString()).contains(", 1 requests, ");
      }
      assertSeen(app, dead, Dead.models(), LoopsIT::ours);
      assertThat(app.said("server-error")).endsWith(" " + OURS + " tries");
    }
  }

  /** Its five tries lie inside one call, and know no header: each after the first adds one. */
  @Test
  void googleGenAiAddsItsOwnTriesAndDoesNotMultiplyOurs() {
    try (Dead dead = new Dead(Provider.GEMINI)) {
      Child app = run(Jdk.JDK_17, dead, "google");
      assertSeen(app, dead, Dead.models(), model -> isFull(model) ? 5 * ours(model) : OURS + 4);
      assertThat(app.said("server-error")).isEqualTo("ServerException, 5 requests, 8 tries");
      assertThat(app.said("full")).isEqualTo("ClientException, 5 requests, 2 tries");
    }
  }

  /** It sits on openai-java, and has no RetryTemplate any more. */
  @ParameterizedTest
  @EnumSource
  void springAi2AsksOnce(Jdk jdk) {
    try (Dead dead = new Dead(Provider.OPENAI)) {
      Child app = runSpring(jdk, dead, 2, Dead.models());
      for (String model : Dead.models()) {
        assertThat(app.said(model)).as(app.toString()).contains(", 1 requests, ");
      }
      assertSeen(app, dead, Dead.models(), LoopsIT::ours);
    }
  }

  // Spring AI 1.1, whose RetryTemplate begins the same request anew, 10 times, without a word. Of
  // the
  // 40, the budget of retries has given 30; a breaker only puts more time between them.

  private static final List<String> CALLS =
      Dead.models().stream().filter(model -> !model.endsWith("-stream")).toList();

  @Test
  void theRetryTemplateOfSpringAi1IsNotRecognisedAndMultiplies() {
    try (Dead dead = new Dead(Provider.OPENAI)) {
      Child app = runSpring(Jdk.JDK_17, dead, 1, CALLS);
      assertSeen(app, dead, CALLS, model -> isFull(model) ? ours(model) : 10 * OURS);
      assertThat(app.said("server-error")).contains(" 10 requests, 40 tries");
      assertThat(app.said("full")).as("not transient to it").contains(" 1 requests, 2 tries");
    }
  }
}
