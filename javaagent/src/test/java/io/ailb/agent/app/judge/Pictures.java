package io.ailb.agent.app.judge;

/** What is shown to models. */
public final class Pictures {
  /** One pixel, in Base64. */
  public static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private Pictures() {}
}
