package io.ailb.simulator.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okio.BufferedSink;
import okio.Okio;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/** A client that has the connection for itself. */
final class Http1Client implements Client {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Line line;
  private @Nullable BufferedSink sink;
  private boolean chunked;

  Http1Client(Line line) {
    this.line = line;
  }

  @Override
  public boolean pause(long millis) throws InterruptedException {
    return line.idle(millis);
  }

  @Override
  public void open(Socket socket, boolean sized) {
    sink = Okio.buffer(socket.getSink());
    chunked = !sized;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    if (chunked) {
      sink().writeHexadecimalUnsignedLong(bytes.length).writeUtf8("\r\n");
    }
    sink().write(bytes);
    if (chunked) {
      sink().writeUtf8("\r\n");
    }
  }

  @Override
  public void flush() throws IOException {
    sink().flush();
  }

  @Override
  public void end() throws IOException {
    if (chunked) {
      sink().write(LAST_CHUNK);
    }
    sink().flush();
  }

  @Override
  public void reset() {
    line.reset();
  }

  private BufferedSink sink() {
    if (sink == null) {
      throw new IllegalStateException("the head is not sent yet");
    }
    return sink;
  }
}
