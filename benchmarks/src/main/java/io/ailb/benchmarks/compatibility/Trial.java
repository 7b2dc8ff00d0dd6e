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
  /** Of the time that a paced stream takes at least, so much must lie between its ends. */
  private static final double STREAMED = 0.6;

  private final Arena arena;
  private final Child child;
  private final Map<Check, String> found = new EnumMap<>(Check.class);

  private Trial(Arena arena, Child child) {
    this.arena = arena;
    this.child = child;
  }

  /** What was found: the empty text where all is well, else what is wrong. */
  static Map<Check, String> of(Subject subject, Path java, Path agentJar, String classPath)
      throws IOException, InterruptedException {
    try (Arena arena = new Arena(subject.dialect());
        Child child =
            new Child(java, agentJar + "=" + arena.configuration(), classPath, subject.app())) {
      return new Trial(arena, child).run();
    }
  }

  private Map<Check, String> run() throws IOException, InterruptedException {
    found.put(Check.TEXT, whole(child.does("text"), "a"));
    List<String> stream = child.does("stream");
    found.put(Check.STREAM, whole(stream, "a"));
    found.put(Check.PACE, paced(stream));

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
    found.put(Check.QUIET, quiet(child.errorsAtItsEnd()));
    return found;
  }

  private static String whole(List<String> said, String endpoint) {
    boolean good = !said.get(0).equals("threw") && said.size() > 1;
    return good && said.get(1).contains(endpoint + " answers #") ? "" : String.join(" ", said);
  }

  private static String paced(List<String> said) {
    if (!said.get(0).equals("streamed")) {
      return "no stream";
    }
    long least = (long) (STREAMED * (Arena.TOKENS - 1) * Arena.PACE_MILLIS);
    long spread = Long.parseLong(said.get(2));
    return spread >= least ? "" : "all came within " + spread + " ms";
  }

  private String refused(List<String> said) {
    if (!said.get(0).equals("threw")) {
      return "no exception: " + String.join(" ", said);
    }
    int tries = arena.asked("a") + arena.asked("b") + arena.asked("c");
    return tries == 1 ? "" : tries + " tries for what no try can mend";
  }

  /** The agent says that it has started, and what becomes of endpoints; nothing else is its. */
  private static String quiet(List<String> errors) {
    List<String> odd =
        errors.stream()
            .filter(line -> line.contains("ai-lb") || line.contains("ailb"))
            .filter(line -> !line.startsWith("[ai-lb"))
            .toList();
    List<String> bad =
        errors.stream()
            .filter(line -> line.startsWith("[ai-lb") && line.contains(" ERROR "))
            .toList();
    return odd.isEmpty() && bad.isEmpty() ? "" : String.join(" ", odd) + String.join(" ", bad);
  }
}
