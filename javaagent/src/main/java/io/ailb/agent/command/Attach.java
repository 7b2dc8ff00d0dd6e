package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import io.ailb.agent.command.CommandLineMain.Refused;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach PID [OPTIONS]}. */
@Command(
    name = "attach",
    header = "Loads the agent into a JVM that runs already, clients that exist included.",
    description = {
      "For development: JDK 21 and later warn about it, and a later one will refuse it unless"
          + " started with -XX:+EnableDynamicAgentLoading. Elsewhere start with -javaagent."
    })
final class Attach implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PID", description = "The JVM; jcmd lists them.")
  private String pid;

  @Parameters(
      index = "1",
      paramLabel = "OPTIONS",
      arity = "0..1",
      description =
          "As after -javaagent:ai-lb.jar=; relative paths are relative to that JVM's directory.")
  private @Nullable String options;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Attach() {}

  @Override
  public Integer call() throws Exception {
    if (!pid.matches("\\d+")) {
      throw new Refused(
          "a PID is a number, got \"" + pid + "\". jcmd lists the JVMs of this machine.");
    }
    try {
      // jdk.attach is known to the system loader only, and is not in every runtime.
      Class<?> machine =
          Class.forName(
              "com.sun.tools.attach.VirtualMachine", true, ClassLoader.getSystemClassLoader());
      Object other = machine.getMethod("attach", String.class).invoke(null, pid);
      machine
          .getMethod("loadAgent", String.class, String.class)
          .invoke(other, jar(), options == null ? "" : options);
      machine.getMethod("detach").invoke(other);
    } catch (ClassNotFoundException e) {
      throw new Refused("this Java has no jdk.attach module: run it with a full JDK");
    } catch (InvocationTargetException e) {
      String why = e.getCause() == null ? e.toString() : e.getCause().getMessage();
      throw new IllegalStateException("JVM " + pid + " did not take it: " + why, e);
    }
    spec.commandLine()
        .getOut()
        .println(
            "ai-lb " + LoadBalancer.version() + " is in JVM " + pid + "; its log is there, too.");
    return 0;
  }

  /** This program's own file, which is the class path of {@code java -jar}. */
  private static String jar() {
    return Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
  }
}
