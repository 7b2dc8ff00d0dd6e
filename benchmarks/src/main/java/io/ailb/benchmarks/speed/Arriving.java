package io.ailb.benchmarks.speed;

import okio.Buffer;
import okio.Source;
import okio.Timeout;

/** A socket, as far as OkHttp's user sees one: each read brings one event, at once. */
final class Arriving implements Source {
  private final Sent sent;

  Arriving(Sent sent) {
    this.sent = sent;
  }

  @Override
  public long read(Buffer sink, long most) {
    byte[] event = sent.next();
    if (event == null) {
      return -1;
    }
    sink.write(event);
    return event.length;
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public void close() {}
}
