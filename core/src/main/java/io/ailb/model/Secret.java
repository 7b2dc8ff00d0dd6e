package io.ailb.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key that does not print. Its text leaves through {@link #reveal()} only, which is called where
 * a request is addressed and where texts are redacted.
 */
public final class Secret {
  /** A shorter key would lose too much of itself with its last four characters. */
  private static final int SHOW_LAST_FOUR_FROM = 20;

  private final String text;
  private final String bearer;
  private final String fingerprint;

  private Secret(String text) {
    this.text = text;
    this.bearer = "Bearer " + text;
    this.fingerprint = fingerprint(text);
  }

  /**
   * Wraps a key.
   *
   * @throws IllegalArgumentException if it is empty or could not stand in an HTTP header
   */
  public static Secret of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the key is empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127) {
        throw new IllegalArgumentException(
            "the key has a character that no HTTP header can carry, at position " + (i + 1));
      }
    }
    return new Secret(text);
  }

  /** The key itself. */
  public String reveal() {
    return text;
  }

  /** The key as a bearer token, which nearly all requests carry. */
  public String bearer() {
    return bearer;
  }

  /** First 8 hex digits of the key's SHA-256: tells keys apart without telling them. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Such as {@code sk-...1f9c}: enough for its owner, useless to others. */
  public String masked() {
    if (text.length() < SHOW_LAST_FOUR_FROM) {
      return "...";
    }
    String kind = text.startsWith("sk-") ? "sk-" : "";
    return kind + "..." + text.substring(text.length() - 4);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return "Secret(" + masked() + ")";
  }

  private static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
