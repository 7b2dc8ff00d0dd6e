package io.ailb.benchmarks.speed;

import java.util.List;
import java.util.regex.Pattern;
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

  /**
   * Those of them whose ids match.
   *
   * @throws IllegalArgumentException if there are none
   */
  static List<Contest> matching(Pattern only, List<Contest> some) {
    List<Contest> matching =
        some.stream().filter(contest -> only.matcher(contest.id()).find()).toList();
    if (matching.isEmpty()) {
      throw new IllegalArgumentException(
          "no contest matches %s; there are %s"
              .formatted(only, some.stream().map(Contest::id).toList()));
    }
    return matching;
  }

  static Contest named(String id) {
    return all().stream()
        .filter(contest -> contest.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contest is called " + id));
  }
}
