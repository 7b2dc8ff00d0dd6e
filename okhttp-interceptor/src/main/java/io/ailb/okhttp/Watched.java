package io.ailb.okhttp;

import io.ailb.flow.Observation;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * The answer to the application's own request, which is only watched: each read is the one that it
 * would be, and afterwards what it has brought is looked at where it lies.
 */
final class Watched extends ForwardingSource {
  private final Interceptor.Chain chain;
  private final Observation observation;
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

  private Watched(Source source, Interceptor.Chain chain, Observation observation) {
    super(source);
    this.chain = chain;
    this.observation = observation;
  }

  /** Sends the request as it came. */
  static Response proceed(Interceptor.Chain chain, Request request, Observation observation)
      throws IOException {
    Response response;
    try {
      response = chain.proceed(request);
    } catch (Throwable e) { // OkHttp 5 throws InterruptedException, which it does not declare
      broke(chain, observation, e);
      throw e;
    }
    try {
      return answer(chain, response, observation);
    } catch (RuntimeException | LinkageError e) { // before anything of it was read
      observation.left();
      return response;
    }
  }

  private static void broke(Interceptor.Chain chain, Observation observation, Throwable why) {
    if (BlockingCall.hasLeft(chain)) {
      observation.left();
    } else {
      observation.broke(why);
    }
  }

  private static Response answer(
      Interceptor.Chain chain, Response response, Observation observation) {
    ResponseBody body = response.body();
    if (body == null) {
      observation.left();
      return response;
    }
    Watched watched = new Watched(body.source(), chain, observation);
    Response answer = response.newBuilder().body(new Body(body, Okio.buffer(watched))).build();
    observation.head(response.code(), Wire.fields(response.headers()));
    observation.watch(watched);
    return answer;
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    long count;
    try {
      count = super.read(sink, byteCount);
    } catch (IOException e) {
      broke(chain, observation, e);
      throw e;
    }
    if (count < 0) {
      observation.end();
    } else if (count > 0) {
      look(sink, count);
    }
    return count;
  }

  /** At the last bytes of a buffer. */
  private void look(Buffer sink, long count) {
    try {
      try (Buffer.UnsafeCursor segment = sink.readUnsafe(cursor)) {
        int length = segment.seek(sink.size() - count);
        while (length > 0) {
          observation.body(segment.data, segment.start, segment.end);
          length = segment.next();
        }
      }
    } catch (RuntimeException | LinkageError e) {
      observation.left();
    }
  }

  @Override
  public void close() throws IOException {
    observation.left(); // does nothing where the answer has ended
    super.close();
  }

  /** The same but for the way to its bytes. */
  private static final class Body extends ResponseBody {
    private final ResponseBody original;
    private final BufferedSource source;

    private Body(ResponseBody original, BufferedSource source) {
      this.original = original;
      this.source = source;
    }

    @Override
    public @Nullable MediaType contentType() {
      return original.contentType();
    }

    @Override
    public long contentLength() {
      return original.contentLength();
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }
}
