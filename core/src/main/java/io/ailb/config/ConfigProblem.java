package io.ailb.config;

/**
 * Something in a configuration that its author should know.
 *
 * @param severity whether it can be used all the same
 * @param source the file, or what stands for it
 * @param line from 1; 0 = none
 * @param column from 1
 * @param path such as {@code pools[0].endpoints[1].weight}; may be empty
 * @param message what is wrong, and what to do; never holds a key
 */
public record ConfigProblem(
    Severity severity, String source, int line, int column, String path, String message) {

  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  static ConfigProblem error(Place place, String path, String message) {
    return at(Severity.ERROR, place, path, message);
  }

  static ConfigProblem warning(Place place, String path, String message) {
    return at(Severity.WARNING, place, path, message);
  }

  private static ConfigProblem at(Severity severity, Place place, String path, String message) {
    return new ConfigProblem(severity, place.source(), place.line(), place.column(), path, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code FILE:LINE:COL: PATH: message}. */
  @Override
  public String toString() {
    String place = new Place(source, line, column).toString();
    return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
