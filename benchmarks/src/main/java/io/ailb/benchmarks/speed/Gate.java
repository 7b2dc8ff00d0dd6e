package io.ailb.benchmarks.speed;

import java.util.ArrayList;
import java.util.List;

/**
 * What CI holds a contest to: what it came to when it was last looked at, and a little. Whoever
 * makes something faster tightens it.
 *
 * @param floors times the floor's CPU time
 * @param bytes allocated by an operation
 */
record Gate(double floors, double bytes) {
  /** The processor with which times were recorded: with another one ratios are others, too. */
  static final String PROCESSOR = "AMD EPYC";

  private static final double TOLERANCE = 1.15;

  /** Of what allocates next to nothing, a few bytes are no finding. */
  private static final double FEW_BYTES = 16;

  /**
   * What is wrong, in words; empty if nothing is.
   *
   * @param processor of this machine: times are held with the one alone that they were recorded
   *     with
   */
  List<String> breaches(Standing ours, String processor) {
    List<String> breaches = new ArrayList<>();
    if (processor.equals(PROCESSOR) && ours.floors() > floors * TOLERANCE) {
      breaches.add(
          "x%s of its floor, x%s were allowed (x%s and 15 %%)"
              .formatted(
                  Said.number(ours.floors()),
                  Said.number(floors * TOLERANCE),
                  Said.number(floors)));
    }
    if (ours.bytes() > bytes * TOLERANCE + FEW_BYTES) {
      breaches.add(
          "%s allocated, %s were allowed (%s and 15 %%)"
              .formatted(
                  Said.bytes(ours.bytes()),
                  Said.bytes(bytes * TOLERANCE + FEW_BYTES),
                  Said.bytes(bytes)));
    }
    return breaches;
  }
}
