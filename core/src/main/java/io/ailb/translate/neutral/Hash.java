package io.ailb.translate.neutral;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names made of long ones: the same for the same text, in every process. */
public final class Hash {
  /** Characters of {@link #of(String)}. */
  public static final int SHORT = 8;

  private Hash() {}

  /** The first 8 hexadecimal digits of SHA-256. */
  public static String of(String text) {
    return of(text, SHORT);
  }

  /** So many of them, up to 64. */
  public static String of(String text, int digits) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
