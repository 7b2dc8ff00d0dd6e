package io.ailb.agent.batch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines as bytes; of one that is too long it keeps the fingerprint only. */
final class LineReader implements Closeable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final int most;
  private final Fingerprint fingerprint = new Fingerprint();
  private final byte[] buffer = new byte[64 * 1024];
  private int at;
  private int limit;
  private long read;
  private long number;

  /**
   * One line.
   *
   * @param number from 1
   * @param start its offset
   * @param bytes without the end of the line; empty if it is too long
   * @param ended whether there is an end of the line
   * @param fingerprint of its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two
  record Line(
      long number, long start, byte[] bytes, boolean ended, boolean tooLong, long fingerprint) {

    /** Whether there is nothing but white space. */
    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return !tooLong;
    }
  }

  /**
   * Of all that comes.
   *
   * @param most bytes of a line
   */
  LineReader(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** The next one; null = there are no more. */
  @Nullable Line next() throws IOException {
    if (at == limit && !fill()) {
      return null;
    }
    number++;
    long start = position();
    int end = end();
    if (end >= 0) { // nearly always
      byte[] bytes = Arrays.copyOfRange(buffer, at, end);
      at = end + 1;
      return line(start, bytes, true);
    }
    return longLine(start);
  }

  /** Where the next one begins. */
  long position() {
    return read - (limit - at);
  }

  private Line longLine(long start) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean ended = false;
    while (!ended && (at < limit || fill())) {
      int end = end();
      ended = end >= 0;
      int to = ended ? end : limit;
      if (!tooLong && line.size() + (to - at) > most) {
        tooLong = true;
        byte[] begun = line.toByteArray();
        fingerprint.add(begun, 0, begun.length);
        line = new ByteArrayOutputStream();
      }
      if (tooLong) {
        fingerprint.add(buffer, at, to);
      } else {
        line.write(buffer, at, to - at);
      }
      at = ended ? to + 1 : to;
    }
    return tooLong
        ? new Line(number, start, new byte[0], ended, true, fingerprint.end())
        : line(start, line.toByteArray(), ended);
  }

  private Line line(long start, byte[] bytes, boolean ended) {
    byte[] text = bytes;
    int mark = BYTE_ORDER_MARK.length;
    if (number == 1
        && bytes.length >= mark
        && Arrays.equals(bytes, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
      text = Arrays.copyOfRange(bytes, mark, bytes.length);
    }
    if (ended && text.length > 0 && text[text.length - 1] == '\r') {
      text = Arrays.copyOf(text, text.length - 1);
    }
    return new Line(number, start, text, ended, false, fingerprint.of(text));
  }

  private int end() {
    for (int i = at; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer));
    read += limit;
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
