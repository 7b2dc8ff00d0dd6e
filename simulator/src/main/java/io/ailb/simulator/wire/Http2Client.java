package io.ailb.simulator.wire;

import java.io.IOException;
import okio.BufferedSink;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A client that shares its connection. That it left is seen when its connection closes and, once
 * the head is sent, when it resets the stream: a flush of nothing tells.
 */
final class Http2Client implements Client {
  private static final long LOOK_EVERY_MILLIS = 20;

  private final Line line;
  private @Nullable Socket stream;
  private @Nullable BufferedSink sink;

  Http2Client(Line line) {
    this.line = line;
  }

  @Override
  public boolean pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = Line.millisUntil(end)) {
      Thread.sleep(Math.min(left, LOOK_EVERY_MILLIS));
      if (!isThere()) {
        return false;
      }
    }
    return true;
  }

  private boolean isThere() {
    try {
      flush();
      return !line.isClosed();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void open(Socket socket, boolean sized) {
    stream = socket;
    sink = Okio.buffer(socket.getSink());
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    if (sink != null) {
      sink.write(bytes);
    }
  }

  @Override
  public void flush() throws IOException {
    if (sink != null) {
      sink.flush();
    }
  }

  @Override
  public void end() throws IOException {
    if (sink != null) {
      sink.close();
    }
  }

  /** Before the head there is no stream to reset yet: the player throws, which resets it. */
  @Override
  public void reset() {
    if (stream != null) {
      stream.cancel();
    }
  }
}
