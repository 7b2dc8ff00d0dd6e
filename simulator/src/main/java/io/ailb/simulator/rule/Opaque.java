package io.ailb.simulator.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * What a provider signs or seals and wants back unchanged. Each provider has its own, so that a
 * value brought to another is noticed.
 */
public final class Opaque {
  /** Of Anthropic's thinking. */
  public static final String ANTHROPIC_SIGNATURE = "c2lnbmVkLWJ5LWFudGhyb3BpYw==";

  /** Of Gemini's thoughts and calls. */
  public static final String GEMINI_SIGNATURE = "c2ltdWxhdGVkLXNpZ25hdHVyZQ==";

  /** Of OpenAI's reasoning. */
  public static final String OPENAI_ENCRYPTED = "c2VhbGVkLWJ5LW9wZW5haQ==";

  /** What Gemini takes for calls that it did not make, as text or in Base64. */
  static final String GEMINI_BYPASS = "skip_thought_signature_validator";

  private Opaque() {}

  static boolean isGeminis(String signature) {
    return signature.equals(GEMINI_SIGNATURE)
        || signature.equals(GEMINI_BYPASS)
        || signature.equals(Base64.getEncoder().encodeToString(GEMINI_BYPASS.getBytes(UTF_8)));
  }

  static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
