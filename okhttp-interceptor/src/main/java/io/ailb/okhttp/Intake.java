package io.ailb.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Pipe;
import okio.Sink;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, which may be possible only once. One that turns out longer than can
 * be held goes out untouched while it is being written: what is held of it, and the rest as it
 * comes. As a body pushes and a call pulls, that takes a thread; such requests are very rare.
 */
final class Intake implements Sink {
  private static final long ON_ITS_WAY = 256 * 1024;

  private final Interceptor.Chain chain;
  private final Request request;
  private final RequestBody body;
  private final long length;
  private final long max;
  private final Buffer held = new Buffer();

  private @Nullable Passage passage;

  /** Of a body that can be held in {@code max} bytes, if it says the truth about itself. */
  Intake(Interceptor.Chain chain, RequestBody body, long max) throws IOException {
    this.chain = chain;
    this.request = chain.request();
    this.body = body;
    this.length = body.contentLength();
    this.max = max;
  }

  /** The answer to a request that was too long; null if all of the body is held. */
  @Nullable Response read() throws IOException {
    BufferedSink sink = Okio.buffer((Sink) this);
    try {
      body.writeTo(sink);
      sink.flush();
    } catch (IOException | RuntimeException | Error e) {
      if (passage == null) {
        throw e;
      }
      passage.failure = e;
    }
    return passage == null ? null : passage.answer();
  }

  @Override
  public void write(Buffer source, long count) throws IOException {
    if (passage == null && held.size() + count > max) {
      passage = new Passage();
      passage.begin();
    }
    (passage == null ? held : passage.pipe.sink()).write(source, count);
  }

  /** All of the body; once. */
  byte[] bytes() {
    return held.readByteArray();
  }

  /** The request as it came, but for where its body lies, in {@code bytes}: to be sent as it is. */
  Request untouched(byte[] bytes) {
    return with(sink -> sink.write(bytes));
  }

  @FunctionalInterface
  private interface Writing {
    void to(BufferedSink sink) throws IOException;
  }

  private Request with(Writing writing) {
    RequestBody same =
        new RequestBody() {
          @Override
          public @Nullable MediaType contentType() {
            return body.contentType();
          }

          @Override
          public long contentLength() {
            return length;
          }

          @Override
          public boolean isOneShot() {
            return body.isOneShot();
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            writing.to(sink);
          }
        };
    return request.newBuilder().method(request.method(), same).build();
  }

  @Override
  public void flush() {}

  @Override
  public Timeout timeout() {
    return Timeout.NONE;
  }

  @Override
  public void close() {}

  /** The call of a request that is too long, under way while its body is still being written. */
  private final class Passage {
    private final Pipe pipe = new Pipe(ON_ITS_WAY);
    private final FutureTask<Response> call = new FutureTask<>(this::call);
    private boolean begun; // by the thread of the call only

    /** Why the application could not write all of it. */
    private volatile @Nullable Throwable failure;

    void begin() {
      Thread thread = new Thread(call, Thread.currentThread().getName() + " ai-lb");
      thread.setDaemon(true);
      thread.start();
    }

    private Response call() throws IOException {
      try {
        return chain.proceed(with(this::writeTo));
      } finally {
        pipe.source().close(); // whoever still writes is told
      }
    }

    private void writeTo(BufferedSink sink) throws IOException {
      if (begun) { // OkHttp tries again, which it does with bodies only that can be written again
        body.writeTo(sink);
        return;
      }
      begun = true;
      sink.writeAll(held);
      sink.writeAll(pipe.source());
      if (failure != null) {
        throw new IOException("the body could not be written", failure);
      }
    }

    Response answer() throws IOException {
      try {
        pipe.sink().close();
      } catch (IOException e) {
        // The call has ended without wanting all of the body, and tells how.
      }
      try {
        return call.get();
      } catch (InterruptedException e) {
        chain.call().cancel();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        return failed(e.getCause() == null ? e : e.getCause());
      }
    }

    /** With the application's own exception, if the call failed of that. */
    private Response failed(Throwable cause) throws IOException {
      boolean theirs = cause.getCause() != null && cause.getCause() == failure;
      Throwable own = theirs ? cause.getCause() : cause;
      if (own instanceof IOException e) {
        throw e;
      }
      if (own instanceof RuntimeException e) {
        throw e;
      }
      if (own instanceof Error e) {
        throw e;
      }
      throw new IOException(own);
    }
  }
}
