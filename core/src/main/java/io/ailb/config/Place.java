package io.ailb.config;

/**
 * Where a value was written.
 *
 * @param source a file's name, or what stands for it, such as {@code system property ailb.mode}
 * @param line from 1; 0 where there are no lines
 * @param column from 1
 */
record Place(String source, int line, int column) {
  static Place of(String source) {
    return new Place(source, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
