package io.ailb.benchmarks.loopback;

import java.io.IOException;
import java.io.InputStream;

/** A stream, as it is heard: when its first event came, and how late each was. */
final class Heard {
  private static final int LARGEST = 64 * 1024;

  private final byte[] bytes = new byte[LARGEST];
  private final Samples lags;
  private int length;
  private int told;
  private long first;

  private Heard(Samples lags) {
    this.lags = lags;
  }

  /**
   * Reads to the end.
   *
   * @param lags takes what each event needed from the provider to here
   * @return when the first event came, by {@link System#nanoTime()}
   */
  static long first(int status, InputStream stream, Samples lags) throws IOException {
    Heard heard = new Heard(lags);
    for (int more = 0; more >= 0; more = stream.read(heard.bytes, heard.length, heard.rest())) {
      heard.length += more;
      heard.listen();
    }
    Exchange.checkStream(status, heard.bytes, heard.length);
    return heard.first;
  }

  private int rest() throws IOException {
    if (length == LARGEST) {
      throw new IOException("longer than any stream that was asked for");
    }
    return LARGEST - length;
  }

  private void listen() {
    long now = System.nanoTime();
    int at = Exchange.content(bytes, told, length);
    while (at >= 0 && at + Exchange.STAMP <= length) {
      first = first == 0 ? now : first;
      lags.add(now - Exchange.sent(bytes, at));
      told = at;
      at = Exchange.content(bytes, told, length);
    }
  }
}
