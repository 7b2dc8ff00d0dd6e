package io.ailb.benchmarks.compatibility;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One client on one JDK, through all checks. */
final class Trial {
  /** A busy machine delays, and never hastens: the best of so many streams is looked at. */
  private static final int STREAMS = 5;

  /** Between the ends of a stream lies its pace, and nobody may hold back more than one event. */
  private static final long SPREAD_MILLIS = (Arena.TOKENS - 2) * Arena.PACE_MILLIS;

  private final Subject subject;
  private final Arena arena;
  private final Child child;
  private final List<String> withoutAgent;
  private final Map<Check, String> found = new EnumMap<>(Check.class);

  private Trial(Subject subject, Arena arena, Child child, List<String> withoutAgent) {
    this.subject = subject;
    this.arena = arena;
    this.child = child;
    this.withoutAgent = withoutAgent;
  }

  /** What was found: the empty text where all is well, else what is wrong. */
  static Map<Check, String> of(Subject subject, Path java, Path agentJar, List<String> program)
      throws IOException, InterruptedException {
    try (Arena arena = new Arena(subject.dialect().orElseThrow());
        Child child =
            new Child(
                java, List.of("-javaagent:" + agentJar + "=" + arena.configuration()), program)) {
      return new Trial(subject, arena, child, withoutAgent(java, program)).run();
    }
  }

  /** What the program says by itself while it starts. */
  private static List<String> withoutAgent(Path java, List<String> program)
      throws IOException, InterruptedException {
    try (Child child = new Child(java, List.of(), program)) {
      return child.errorsAtItsEnd();
    }
  }

  private Map<Check, String> run() throws IOException, InterruptedException {
    found.put(Check.TEXT, whole(child.does("text"), "a"));
    found.put(Check.STREAM, whole(child.does("stream"), "a"));
    if (!subject.is(Subject.Trait.GATHERS)) {
      time();
    }

    arena.forget();
    arena.script("a", new Fault.Failure(Problem.INVALID_REQUEST));
    found.put(Check.OWN_ERROR, refused(child.does("text")));
    arena.heal("a");

    arena.forget();
    arena.script("a", Fault.rateLimit(60));
    String limited = whole(child.does("text"), "b");
    int tries = arena.asked("a");
    found.put(
        Check.RATE_LIMIT,
        limited.isEmpty() && tries != 1 ? "a was asked " + tries + " times" : limited);

    arena.down("b");
    found.put(Check.DEAD, whole(child.does("text"), "c"));
    found.put(Check.DEAD_STREAM, whole(child.does("stream"), "c"));
    found.put(Check.KEYS, arena.leaks() == 0 ? "" : arena.leaks() + " keys at a wrong place");
    found.put(Check.QUIET, Noise.of(child.errorsAtItsEnd(), withoutAgent));
    return found;
  }

  private static String whole(List<String> said, String endpoint) {
    boolean good = !said.get(0).equals("threw") && said.size() > 1;
    return good && said.get(1).contains(endpoint + " answers #") ? "" : String.join(" ", said);
  }

  /** The client is warm by now: the time that it takes is not its classes'. */
  private void time() throws IOException, InterruptedException {
    long soon = Arena.PACE_MILLIS * (subject.is(Subject.Trait.READS_AHEAD) ? 2 : 1);
    long first = Long.MAX_VALUE;
    long spread = 0;
    for (int i = 0; i < STREAMS && (first > soon || spread < SPREAD_MILLIS); i++) {
      List<String> said = child.does("stream");
      if (!said.get(0).equals("streamed")) {
        found.put(Check.FIRST, "no stream: " + String.join(" ", said));
        found.put(Check.PACE, "no stream");
        return;
      }
      spread = Math.max(spread, Long.parseLong(said.get(2)));
      first = Math.min(first, Long.parseLong(said.get(3)));
    }
    found.put(Check.FIRST, first <= soon ? "" : "it came after " + first + " ms at best");
    found.put(Check.PACE, spread >= SPREAD_MILLIS ? "" : "all came within " + spread + " ms");
  }

  private String refused(List<String> said) {
    if (!said.get(0).equals("threw")) {
      return "no exception: " + String.join(" ", said);
    }
    int tries = arena.asked("a") + arena.asked("b") + arena.asked("c");
    return tries == 1 ? "" : tries + " tries for what no try can mend";
  }
}
