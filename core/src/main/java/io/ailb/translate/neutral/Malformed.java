package io.ailb.translate.neutral;

/** A request that its own dialect does not allow, so that no other can say it. */
public final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field the path of what is wrong, such as {@code messages[2].content}
   * @param problem to go on after it: "must be a string or a list of parts"
   */
  public Malformed(String field, String problem) {
    super(field + " " + problem, null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
