package io.ailb.agent.apache5.classic;

import io.ailb.flow.Observation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/** The entity of an answer that is only watched. */
final class WatchedEntity extends HttpEntityWrapper {
  private final Observation observation;
  private @Nullable InputStream content;

  WatchedEntity(HttpEntity entity, Observation observation) {
    super(entity);
    this.observation = observation;
  }

  @Override
  public InputStream getContent() throws IOException {
    InputStream stream = content;
    if (stream == null) {
      stream = new Content(super.getContent(), observation);
      content = stream;
    }
    return stream;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    AbstractHttpEntity.writeTo(this, out);
  }

  @Override
  public void close() throws IOException {
    observation.left(); // does nothing where the answer has ended
    super.close();
  }

  /** Each read is the one that it would be. */
  private static final class Content extends FilterInputStream {
    private final Observation observation;

    private Content(InputStream in, Observation observation) {
      super(in);
      this.observation = observation;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(bytes, offset, length);
      } catch (IOException e) {
        observation.broke(e);
        throw e;
      }
      if (count < 0) {
        observation.end();
      } else {
        observation.body(bytes, offset, offset + count);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] over = new byte[(int) Math.min(Math.max(0, count), 8192)];
      return Math.max(0, read(over, 0, over.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      observation.left();
      super.close();
    }
  }
}
