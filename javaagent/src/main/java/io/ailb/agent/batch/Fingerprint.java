package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** 64 bits of a SHA-256. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Fingerprint add(byte[] bytes, int from, int to) {
    digest.update(bytes, from, to - from);
    return this;
  }

  /** Of all that was added; begins anew. */
  long end() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  long of(byte[] bytes) {
    return add(bytes, 0, bytes.length).end();
  }

  long of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** As it is written. */
  static String text(long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }

  /**
   * What was written.
   *
   * @throws IllegalArgumentException if it is none
   */
  static long parse(String text) {
    return HexFormat.fromHexDigitsToLong(text);
  }
}
