package io.ailb.answer;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Unfolds an answer that came compressed with gzip though nobody had asked for it, piece by piece
 * (RFC 1952). The check sum at its end is not looked at: the transport has its own. For one thread.
 */
public final class Gunzip {
  /** No answer is longer; an attack that unfolds without end is. */
  private static final int MAX_UNFOLDED = 64 * 1024 * 1024;

  private static final int FIXED_HEADER = 10;
  private static final int FLAGS = 3;
  private static final int HAS_CHECK = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final Inflater inflater = new Inflater(true);
  private final ByteArrayOutputStream header = new ByteArrayOutputStream(FIXED_HEADER);
  private boolean begun;
  private boolean ended;
  private int unfolded;

  /** Whether a {@code content-encoding} is this one. */
  public static boolean is(@Nullable String encoding) {
    return encoding != null
        && (encoding.trim().equalsIgnoreCase("gzip") || encoding.trim().equalsIgnoreCase("x-gzip"));
  }

  /** Whether nothing is missing. */
  public boolean complete() {
    return ended || (!begun && header.size() == 0);
  }

  /**
   * Takes the next piece.
   *
   * @return what it unfolds to, perhaps nothing yet
   * @throws DataFormatException if it is no gzip, or too much of it
   */
  public byte[] feed(byte[] bytes, int from, int to) throws DataFormatException {
    int at = from;
    while (!begun && at < to) {
      header.write(bytes[at++]);
      begun = isWhole(header.toByteArray());
    }
    return ended || at == to ? new byte[0] : inflate(bytes, at, to);
  }

  private static boolean isWhole(byte[] header) throws DataFormatException {
    boolean other =
        header[0] != 0x1f
            || (header.length > 1 && header[1] != (byte) 0x8b)
            || (header.length > 2 && header[2] != 8);
    if (other) {
      throw new DataFormatException("not gzip");
    }
    if (header.length < FIXED_HEADER) {
      return false;
    }
    int flags = header[FLAGS];
    int end = FIXED_HEADER;
    if ((flags & HAS_EXTRA) != 0) {
      end = header.length < end + 2 ? Integer.MAX_VALUE : end + 2 + length(header, end);
    }
    end = (flags & HAS_NAME) == 0 ? end : afterZero(header, end);
    end = (flags & HAS_COMMENT) == 0 ? end : afterZero(header, end);
    return header.length >= ((flags & HAS_CHECK) == 0 || end == Integer.MAX_VALUE ? end : end + 2);
  }

  private static int length(byte[] header, int at) {
    return (header[at] & 0xff) | (header[at + 1] & 0xff) << 8;
  }

  private static int afterZero(byte[] header, int from) {
    for (int i = from; i < header.length; i++) {
      if (header[i] == 0) {
        return i + 1;
      }
    }
    return Integer.MAX_VALUE;
  }

  private byte[] inflate(byte[] bytes, int from, int to) throws DataFormatException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(4 * (to - from));
    byte[] buffer = new byte[8 * 1024];
    inflater.setInput(bytes, from, to - from);
    while (!inflater.finished()) {
      int count = inflater.inflate(buffer);
      if (count == 0) {
        break; // waits for more, or, without a dictionary, for ever
      }
      unfolded += count;
      if (unfolded > MAX_UNFOLDED) {
        throw new DataFormatException("more than " + MAX_UNFOLDED + " bytes");
      }
      plain.write(buffer, 0, count);
    }
    if (inflater.finished()) {
      ended = true;
      inflater.end();
    }
    return plain.toByteArray();
  }
}
