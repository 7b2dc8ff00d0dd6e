package io.ailb.agent.command;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether somebody watches. */
final class Terminal {
  private Terminal() {}

  /** Whether input and output are a terminal's. */
  @SuppressWarnings("SystemConsoleNull") // it is asked
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try { // from 22 on there is a console in any case, which knows
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
