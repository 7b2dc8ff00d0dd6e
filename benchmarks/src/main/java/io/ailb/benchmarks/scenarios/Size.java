package io.ailb.benchmarks.scenarios;

/** A number of tokens: lognormal, within bounds. */
record Size(double median, double sigma, int min, int max) {
  int of(double normal) {
    double size = Math.floor(median * Math.exp(sigma * normal));
    return (int) Math.max(min, Math.min(max, size));
  }

  double mean() {
    return median * Math.exp(sigma * sigma / 2);
  }
}
