package io.ailb.benchmarks;

/** Ends the program where it was asked for what there is not. */
public final class Refusal {
  private static final int MISUSED = 2;

  private Refusal() {}

  /**
   * Says why, and where it is said what there is.
   *
   * @param script from the project's root
   */
  public static void exit(String script, IllegalArgumentException why) {
    System.err.println(
        why.getMessage() + System.lineSeparator() + script + " --help says what there is.");
    System.exit(MISUSED);
  }
}
