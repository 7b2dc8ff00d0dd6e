package io.ailb.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;

/** What the rules of one fault find wrong. */
final class Findings {
  private final List<String> wrong = new ArrayList<>();
  private final List<String> inadvisable = new ArrayList<>();

  /** A rule that nobody may break. */
  void must(boolean held, String otherwise) {
    if (!held) {
      wrong.add(otherwise);
    }
  }

  /** Good conduct. */
  void should(boolean held, String otherwise) {
    if (!held) {
      inadvisable.add(otherwise);
    }
  }

  List<String> wrong() {
    return wrong;
  }

  List<String> inadvisable() {
    return inadvisable;
  }
}
