package io.ailb.translate.neutral;

/**
 * A request cannot be said to an endpoint without changing what it means. Not an error of
 * anybody's: another endpoint may do.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  /**
   * @param field what cannot be said, as Chat Completions names it or as the caller's own dialect
   *     does
   * @param reason why, to go on after the field's name: "is not known to Gemini"
   */
  public Refused(String field, String reason) {
    super(field + " " + reason, null, false, false);
    this.field = field;
    this.reason = reason;
  }

  public String field() {
    return field;
  }

  public String reason() {
    return reason;
  }
}
