package io.ailb.benchmarks.loopback;

import java.util.Arrays;

/** Figures as they come, and how they lie. Not thread-safe. */
final class Samples {
  private long[] samples = new long[1024];
  private int size;
  private boolean sorted;

  void add(long sample) {
    if (size == samples.length) {
      samples = Arrays.copyOf(samples, 2 * size);
    }
    samples[size++] = sample;
    sorted = false;
  }

  void addAll(Samples others) {
    for (int i = 0; i < others.size; i++) {
      add(others.samples[i]);
    }
  }

  int size() {
    return size;
  }

  /** That below which {@code share} of them lie; 0 of none. */
  long quantile(double share) {
    if (!sorted) {
      Arrays.sort(samples, 0, size);
      sorted = true;
    }
    return size == 0 ? 0 : samples[Math.min(size - 1, (int) (share * size))];
  }
}
