package io.ailb.examples;

import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs one of the plain programs under the agent, over simulated providers.
 *
 * <pre>examples/run UnderAgent PlainOpenAiApp</pre>
 */
public final class UnderAgent {
  private static final List<Class<?>> PROGRAMS =
      List.of(PlainOpenAiApp.class, PlainAnthropicApp.class);

  private UnderAgent() {}

  public static void main(String[] args) throws Exception {
    Class<?> program =
        PROGRAMS.stream()
            .filter(known -> args.length == 1 && known.getSimpleName().equals(args[0]))
            .findFirst()
            .orElse(null);
    if (program == null) {
      System.err.println("usage: examples/run UnderAgent " + names());
      System.exit(2);
    } else {
      System.exit(run(program));
    }
  }

  private static String names() {
    return PROGRAMS.stream().map(Class::getSimpleName).collect(Collectors.joining(" | "));
  }

  static int run(Class<?> program) throws Exception {
    try (SimulatedPool simulated = SimulatedPool.start(0, 0)) {
      return new AgentJvm(simulated.configuration())
          .start(program, Redirect.INHERIT, Redirect.INHERIT)
          .waitFor();
    }
  }
}
