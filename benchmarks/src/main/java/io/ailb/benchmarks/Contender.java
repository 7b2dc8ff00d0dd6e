package io.ailb.benchmarks;

import io.ailb.model.Dialect;

/**
 * Who does the work: the translation of a pair of dialects, or one of the floors with the bytes
 * that the translation reads.
 */
enum Contender {
  TRANSLATION("->"),
  /** Jackson parses into a tree and writes it. */
  TREE("=tree"),
  /** The bytes go on as they are, and what they say is watched. */
  PASS("=pass");

  private final String mark;

  Contender(String mark) {
    this.mark = mark;
  }

  static Contender of(String name) {
    for (Contender each : values()) {
      if (name.contains(each.mark)) {
        return each;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** The dialect that a floor reads, from its name. */
  Dialect dialect(String name) {
    return Pair.dialect(name.substring(0, name.indexOf(mark)));
  }

  /** The name of the floor that reads a dialect. */
  String name(Dialect dialect) {
    return dialect.id() + mark;
  }
}
