package io.ailb.benchmarks.faults;

/** How the caller wants its answer. */
enum Mode {
  WHOLE,
  STREAMED;

  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
