package io.ailb.benchmarks.speed;

import java.util.List;
import java.util.stream.Stream;

/** All that is measured. */
final class Contests {
  private Contests() {}

  static List<Contest> all() {
    return Stream.of(
            RecogniseContests.all(),
            RequestContests.all(),
            DecideContests.all(),
            StreamContests.all())
        .flatMap(List::stream)
        .toList();
  }

  static Contest named(String id) {
    return all().stream()
        .filter(contest -> contest.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contest is called " + id));
  }
}
