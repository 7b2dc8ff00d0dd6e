package io.ailb.benchmarks.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How many objects of which class there are. Arrays, not a map: all of a run's are kept, and must
 * not be what grows.
 */
final class Counts {
  private final String[] types;
  private final long[] counts;

  private Counts(String[] types, long[] counts) {
    this.types = types;
    this.counts = counts;
  }

  /** Of classes in the order of their names. */
  static Counts of(List<Map.Entry<String, Long>> sorted) {
    return new Counts(
        sorted.stream().map(entry -> entry.getKey().intern()).toArray(String[]::new),
        sorted.stream().mapToLong(Map.Entry::getValue).toArray());
  }

  List<String> types() {
    return List.of(types);
  }

  long of(String type) {
    int index = Arrays.binarySearch(types, type);
    return index < 0 ? 0 : counts[index];
  }

  long sum() {
    return LongStream.of(counts).sum();
  }
}
