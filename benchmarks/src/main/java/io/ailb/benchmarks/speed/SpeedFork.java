package io.ailb.benchmarks.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.speed.Turns.Care;
import java.io.PrintStream;
import java.util.List;

/**
 * Holds one contest in a JVM of its own: what another has taught the compiler is not in its way.
 */
final class SpeedFork {
  private SpeedFork() {}

  /** The id of a contest, and how much care; its standings go to standard output, as JSON. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    Contest contest = Contests.named(arguments[0]);
    List<Standing> standings = new Turns(contest, Care.valueOf(arguments[1])).take();
    out.println(new ObjectMapper().writeValueAsString(standings));
    // What a contest has left running is of no interest any more.
    System.exit(0);
  }
}
