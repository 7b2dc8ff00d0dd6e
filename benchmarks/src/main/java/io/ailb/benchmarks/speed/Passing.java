package io.ailb.benchmarks.speed;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/**
 * The floor of a stream that is passed through: looks where events end, and keeps where the last
 * one begins, in which the usage would be. It reads nothing, and whoever cuts the stream or reports
 * an error in it has deceived it.
 */
final class Passing extends ForwardingSource {
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
  private byte before;
  private long position;
  private long lastFrom;

  Passing(Source source) {
    super(source);
  }

  @Override
  public long read(Buffer sink, long most) throws IOException {
    long count = super.read(sink, most);
    if (count > 0) {
      try (Buffer.UnsafeCursor segment = sink.readUnsafe(cursor)) {
        int length = segment.seek(sink.size() - count);
        while (length > 0) {
          look(segment.data, segment.start, segment.end);
          length = segment.next();
        }
      }
    }
    return count;
  }

  /** At one piece; returns where the last event begins. */
  long look(byte[] bytes, int from, int to) {
    byte last = before;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\n' && last == '\n') {
        lastFrom = position + i - from + 1;
      }
      last = b;
    }
    before = last;
    position += to - from;
    return lastFrom;
  }
}
