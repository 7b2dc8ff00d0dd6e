package io.ailb.model;

/**
 * 64 bits that tell texts apart, the same in every process: enough to remember hundreds of
 * thousands without keeping one of them. Not for secrets.
 */
public final class Fingerprint {
  // FNV-1a (Fowler, Noll, Vo), then the finisher of MurmurHash3: its own last bits are poor.
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** Of a text. */
  public static long of(String text) {
    long hash = BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mixed(hash);
  }

  /** Of the bytes from {@code from} to {@code to}, exclusive. */
  public static long of(byte[] bytes, int from, int to) {
    long hash = BASIS;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
    }
    return mixed(hash);
  }

  /** Of two together, in this order. */
  public static long of(long first, long second) {
    return mixed((first * PRIME) ^ second);
  }

  private static long mixed(long hash) {
    long x = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }
}
