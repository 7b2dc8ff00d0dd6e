package io.ailb.translate.neutral;

/**
 * A request cannot be said to an endpoint without changing what it means. Not an error of
 * anybody's: another endpoint may do.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field what cannot be said, in the words of the caller's dialect where it has one
   * @param reason why, to go on after the field's name: "is not known to Gemini"
   */
  public Refused(String field, String reason) {
    super(field + " " + reason, null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
