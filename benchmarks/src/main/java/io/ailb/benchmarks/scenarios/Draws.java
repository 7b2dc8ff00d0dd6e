package io.ailb.benchmarks.scenarios;

/**
 * Randomness that depends only on a seed and on what is drawn, never on how many draws came before:
 * two policies that send the same attempt meet the same luck.
 */
record Draws(long seed) {
  /** What is drawn. Normal draws also use the stream a thousand further. */
  static final int INPUT = 1;

  static final int OUTPUT = 2;
  static final int FIRST_TOKEN = 5;
  static final int ERROR = 7;
  static final int GAP = 9;

  private static final int SECOND = 1_000;

  /** Uniform in (0, 1). */
  double uniform(int stream, long i, long j) {
    long x =
        seed * 0x9E3779B97F4A7C15L
            + stream * 0xBF58476D1CE4E5B9L
            + i * 0x94D049BB133111EBL
            + j * 0xD6E8FEB86659FD93L
            + 0x2545F4914F6CDD1DL;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    x ^= x >>> 31;
    return ((x >>> 11) + 0.5) / (1L << 53);
  }

  /** Of mean 0 and deviation 1. */
  double normal(int stream, long i, long j) {
    return Math.sqrt(-2 * Math.log(uniform(stream, i, j)))
        * Math.cos(2 * Math.PI * uniform(stream + SECOND, i, j));
  }
}
