package io.ailb.agent.app;

import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** No client at all: what does the agent do to a program that has nothing to do with it? */
public final class HelloApp {
  private HelloApp() {}

  /** A log manager that an application chooses in its main. */
  public static final class OwnLogManager extends LogManager {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.out.println("hello");
    System.out.println("log manager: " + LogManager.getLogManager().getClass().getSimpleName());
    System.out.println(
        "visible: "
            + isVisible("io.ailb.LoadBalancer")
            + isVisible("org.slf4j.Logger")
            + isVisible("com.fasterxml.jackson.databind.ObjectMapper")
            + isVisible("net.bytebuddy.jar.asm.ClassReader"));
    if (arguments.length > 0) {
      TimeUnit.MILLISECONDS.sleep(
          Long.parseLong(arguments[0])); // what comes after a while: real time
      System.out.println(
          "threads: "
              + Thread.getAllStackTraces().keySet().stream()
                  .map(Thread::getName)
                  .filter(name -> name.startsWith("ai-lb"))
                  .sorted()
                  .toList());
    }
  }

  private static String isVisible(String name) {
    try {
      Class.forName(name);
      return " " + name;
    } catch (ClassNotFoundException e) {
      return "";
    }
  }
}
