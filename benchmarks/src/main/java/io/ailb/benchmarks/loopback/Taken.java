package io.ailb.benchmarks.loopback;

/**
 * A turn that was taken.
 *
 * @param cpu microseconds of all processes for each call
 */
record Taken(Slice slice, double cpu) {
  double perSecond() {
    return slice.perSecond();
  }

  double p50() {
    return slice.p50();
  }

  double p90() {
    return slice.p90();
  }

  double p99() {
    return slice.p99();
  }

  double event() {
    return slice.event();
  }
}
