package io.ailb.benchmarks.compatibility;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A client that is not balanced, with and without the agent: its provider and its application see
 * the same.
 *
 * @param requests that its provider saw
 * @param said what its application saw of the answers
 * @param errors its error output
 */
record LeftAlone(List<String> requests, List<String> said, List<String> errors) {
  private static final List<String> WORKS =
      List.of("whole", "from outside", "streamed", "from outside", "threw");

  /** What was found: the empty text where all is well, else what is wrong. */
  static Map<Check, String> check(Path java, Path agentJar, List<String> program)
      throws IOException, InterruptedException {
    LeftAlone without = run(java, List.of(), program);
    if (!without.said.subList(0, WORKS.size()).equals(WORKS)) {
      return Map.of(Check.ANSWERS, "it does not work by itself either: " + without.said);
    }
    try (Arena arena = Arena.forEveryHost()) {
      LeftAlone with =
          run(java, List.of("-javaagent:" + agentJar + "=" + arena.configuration()), program);
      Map<Check, String> found = new EnumMap<>(Check.class);
      found.put(Check.REQUESTS, difference(without.requests, with.requests));
      found.put(Check.ANSWERS, difference(without.said, with.said));
      found.put(Check.QUIET, Noise.of(with.errors, without.errors));
      return found;
    }
  }

  private static LeftAlone run(Path java, List<String> agent, List<String> program)
      throws IOException, InterruptedException {
    try (Recorder outside = new Recorder()) {
      List<String> options = new ArrayList<>(outside.options());
      options.addAll(agent);
      try (Child child = new Child(java, options, program)) {
        List<String> said = new ArrayList<>();
        said.addAll(child.does("text").subList(0, 2));
        said.addAll(child.does("stream").subList(0, 2)); // without its times
        outside.refuse();
        said.addAll(child.does("text").subList(0, 2));
        return new LeftAlone(outside.requests(), said, child.errorsAtItsEnd());
      }
    }
  }

  private static String difference(List<String> without, List<String> with) {
    return without.equals(with) ? "" : "without the agent " + without + ", with it " + with;
  }
}
