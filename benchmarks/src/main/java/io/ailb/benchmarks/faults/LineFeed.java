package io.ailb.benchmarks.faults;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** For clients that give bytes as they come: makes lines of them for a {@link StreamReader}. */
final class LineFeed {
  private final StreamReader reader = new StreamReader();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  void bytes(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte one = bytes.get();
      if (one == '\n') {
        endLine();
      } else if (one != '\r') {
        line.write(one);
      }
    }
  }

  private void endLine() {
    reader.line(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  /** The end of HTTP. */
  Experience end() {
    if (line.size() > 0) {
      endLine();
    }
    return reader.end();
  }
}
