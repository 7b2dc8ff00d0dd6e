package io.ailb.observe;

import io.ailb.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes keys out of texts, by value, wherever they stand: providers echo them in errors, exceptions
 * hold URLs. Knows every key that was ever configured, except those of fewer than eight characters:
 * no provider has such keys, and taking {@code none} or {@code test} out would corrupt the texts.
 * Thread-safe.
 */
public final class Redactor {
  private static final int SHORTEST = 8;

  private final Set<Secret> secrets = ConcurrentHashMap.newKeySet();

  /** From now on this key is taken out. */
  public void know(Secret secret) {
    if (secret.reveal().length() >= SHORTEST) {
      secrets.add(secret);
    }
  }

  /** From now on these keys are taken out. */
  public void know(List<Secret> keys) {
    keys.forEach(this::know);
  }

  /** Whether a known key stands in these bytes. */
  public boolean isExposed(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (Secret secret : secrets) {
      if (text.contains(secret.reveal())) {
        return true;
      }
    }
    return false;
  }

  /** The text with each known key masked. */
  public String redact(String text) {
    String clean = text;
    for (Secret secret : secrets) {
      if (clean.contains(secret.reveal())) {
        clean = clean.replace(secret.reveal(), secret.masked());
      }
    }
    return clean;
  }
}
