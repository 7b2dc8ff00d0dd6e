package io.ailb.benchmarks.loopback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All turns of a contender. What is compared is compared round by round, the median of rounds is
 * the figure: what else the machine does hurts neighbours alike.
 */
final class Course {
  private final Map<Load, List<Taken>> turns = new EnumMap<>(Load.class);

  void add(Load load, Taken taken) {
    turns(load).add(taken);
  }

  double median(Load load, ToDoubleFunction<Taken> figure) {
    return median(turns(load).stream().mapToDouble(figure).toArray());
  }

  /** How many times as much as {@code other} has. */
  double over(Course other, Load load, ToDoubleFunction<Taken> figure) {
    return median(
        rounds(load)
            .mapToDouble(
                round ->
                    figure.applyAsDouble(turns(load).get(round))
                        / figure.applyAsDouble(other.turns(load).get(round)))
            .toArray());
  }

  /** How much more than {@code other} has. */
  double added(Course other, Load load, ToDoubleFunction<Taken> figure) {
    return median(
        rounds(load)
            .mapToDouble(
                round ->
                    figure.applyAsDouble(turns(load).get(round))
                        - figure.applyAsDouble(other.turns(load).get(round)))
            .toArray());
  }

  private IntStream rounds(Load load) {
    return IntStream.range(0, turns(load).size());
  }

  private List<Taken> turns(Load load) {
    return turns.computeIfAbsent(load, none -> new ArrayList<>());
  }

  private static double median(double[] figures) {
    Arrays.sort(figures);
    int middle = figures.length / 2;
    return figures.length % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
  }
}
