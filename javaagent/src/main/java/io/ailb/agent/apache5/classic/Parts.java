package io.ailb.agent.apache5.classic;

import io.ailb.model.WireRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * The body of a try, in parts that lie where they are. It says that it cannot be written again, so
 * that the client does not repeat a request by itself after a 429 or 503: core decides who is asked
 * again. An empty one is there for the same reason.
 */
final class Parts extends AbstractHttpEntity {
  private final List<ByteBuffer> parts;
  private final long length;

  Parts(WireRequest wire) {
    super((String) null, null); // what it is, the headers say
    this.parts = wire.body();
    this.length = wire.length();
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public InputStream getContent() {
    return new SequenceInputStream(
        Collections.enumeration(parts.stream().map(Parts::stream).toList()));
  }

  private static InputStream stream(ByteBuffer part) {
    return new ByteArrayInputStream(
        part.array(), part.arrayOffset() + part.position(), part.remaining());
  }

  @Override
  public void writeTo(@Nullable OutputStream out) throws IOException {
    if (out != null) {
      for (ByteBuffer part : parts) {
        out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
      }
    }
  }

  @Override
  public void close() {}
}
