package io.ailb.translate.neutral;

/**
 * A request cannot be said to an endpoint without changing what it means. Not an error of
 * anybody's: another endpoint may do.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;
  private final boolean ofLack;

  /**
   * @param field what cannot be said, as Chat Completions names it or as the caller's own dialect
   *     does
   * @param reason why, to go on after the field's name: "is not known to Gemini"
   */
  public Refused(String field, String reason) {
    this(field, reason, false);
  }

  private Refused(String field, String reason, boolean ofLack) {
    super(field + " " + reason, null, false, false);
    this.field = field;
    this.reason = reason;
    this.ofLack = ofLack;
  }

  public String field() {
    return field;
  }

  public String reason() {
    return reason;
  }

  /** The same because the endpoint lacks an ability that others of its dialect have. */
  public static Refused ofLack(String field, String reason) {
    return new Refused(field, reason, true);
  }

  public boolean isOfLack() {
    return ofLack;
  }
}
