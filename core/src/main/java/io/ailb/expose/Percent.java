package io.ailb.expose;

/** Shares as people read them: 0 to 100, to one decimal. */
public final class Percent {
  private Percent() {}

  /** Of a share from 0 to 1. */
  public static double of(double share) {
    return Math.round(1_000 * share) / 10.0;
  }
}
