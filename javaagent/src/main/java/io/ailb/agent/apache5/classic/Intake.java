package io.ailb.agent.apache5.classic;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request. Where that is possible only once, the request is given what was read
 * in its place: it can then be sent as it came, which it must be if it is not ours after all.
 */
final class Intake {
  private final ClassicHttpRequest request;
  private final int max;

  Intake(ClassicHttpRequest request, int max) {
    this.request = request;
    this.max = max;
  }

  /** All of the body; null if it is longer than can be held, or cannot be read. */
  byte @Nullable [] read() throws IOException {
    HttpEntity entity = request.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > max) {
      return null;
    }
    return entity.isRepeatable() ? written(entity) : drawn(entity);
  }

  private byte @Nullable [] written(HttpEntity entity) throws IOException {
    Bounded held = new Bounded(max);
    try {
      entity.writeTo(held);
    } catch (TooLong e) {
      return null;
    }
    return held.held.toByteArray();
  }

  private byte @Nullable [] drawn(HttpEntity entity) throws IOException {
    InputStream content;
    try {
      content = entity.getContent();
    } catch (UnsupportedOperationException e) {
      return null; // it can only write itself, once
    }
    if (content == null) {
      return null;
    }
    byte[] head = content.readNBytes(max + 1);
    boolean whole = head.length <= max;
    InputStream again = new ByteArrayInputStream(head);
    request.setEntity(
        new Same(entity, whole ? again : new SequenceInputStream(again, content), head, whole));
    return whole ? head : null;
  }

  /** A body is longer than can be held. */
  private static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final int max;

    Bounded(int max) {
      this.max = max;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > max - held.size()) {
        throw new TooLong();
      }
      held.write(bytes, from, length);
    }
  }

  /** The same body, framed as it was. */
  private static final class Same extends HttpEntityWrapper {
    private final InputStream content;
    private final byte[] head;
    private final boolean whole;

    Same(HttpEntity entity, InputStream content, byte[] head, boolean whole) {
      super(entity);
      this.content = content;
      this.head = head;
      this.whole = whole;
    }

    @Override
    public InputStream getContent() {
      return content;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      if (whole) {
        out.write(head);
      } else {
        content.transferTo(out);
      }
    }
  }
}
