package io.ailb.agent.command;

import io.ailb.agent.log.AgentLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * A command as it was typed, and what came of it.
 *
 * @param out standard output
 * @param err standard error
 */
record Typed(int exit, String out, String err) {
  static {
    AgentLog.level("error"); // as in a JVM of its own
  }

  static Typed in(Map<String, String> environment, String... arguments) {
    return typed(new CommandLineMain(environment, false), arguments);
  }

  static Typed atATerminal(String... arguments) {
    return typed(new CommandLineMain(Map.of(), true), arguments);
  }

  private static Typed typed(CommandLineMain main, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        CommandLineMain.run(
            main, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Typed(exit, out.toString(), err.toString());
  }

  /** Both outputs. */
  String all() {
    return out + err;
  }
}
