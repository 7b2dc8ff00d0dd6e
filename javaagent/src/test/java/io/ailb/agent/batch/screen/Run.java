package io.ailb.agent.batch.screen;

import io.ailb.client.BatchProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A batch as a screen sees it, whose time passes as the test says. */
final class Run {
  static final String LIMIT = "all 3 endpoints at the limit; next in 3 s";

  private final StringWriter written = new StringWriter();
  final Screen screen;

  Run(Function<PrintWriter, Screen> kind) {
    screen = kind.apply(new PrintWriter(written));
  }

  /** What was written since this was called last. */
  String said() {
    String text = written.toString();
    written.getBuffer().setLength(0);
    return text;
  }

  /** So far after so many seconds, with 3 endpoints of which one has the half. */
  static BatchProgress at(long seconds, long done, long failed, @Nullable String waitingFor) {
    long good = done - failed;
    Map<String, Long> answers = new LinkedHashMap<>();
    answers.put("openai-secondary", good - good / 2 - good / 5);
    answers.put("openai-primary", good / 2);
    answers.put("anthropic-backup", good / 5);
    return new BatchProgress(
        done + 48,
        good,
        failed,
        16,
        waitingFor == null ? 0 : 32,
        good * 300,
        good * 100,
        Map.of("USD", good * 0.000_25),
        good == 0 ? Map.of() : answers,
        Duration.ofSeconds(seconds),
        waitingFor);
  }

  /** Every second until then, at 40 items a second. */
  void goesOnFor(int seconds, @Nullable Long total) {
    for (int second = 1; second <= seconds; second++) {
      screen.progress(at(second, 40L * second, 0, LIMIT), 0, total);
    }
  }

  static Summary.OfEndpoint endpoint(String name, long answers, Double cost, long limited) {
    return new Summary.OfEndpoint(
        name, answers, answers * 300, answers * 100, Map.of("USD", cost), limited);
  }

  static List<Summary.OfEndpoint> endpoints() {
    return List.of(
        endpoint("anthropic-backup", 797, 0.6, 0),
        endpoint("openai-primary", 1_994, 0.25, 3),
        endpoint("openai-secondary", 1_197, 0.147, 1));
  }
}
