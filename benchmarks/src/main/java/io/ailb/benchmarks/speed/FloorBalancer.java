package io.ailb.benchmarks.speed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * The smallest interceptor that balances: it holds the body, finds the model, chooses an endpoint,
 * takes a place there, writes the model and the key, reads along in the answer for its usage, and
 * gives the place back. No second try, no configuration, no limits but two rates, nothing is
 * counted, nothing is said.
 */
final class FloorBalancer implements Interceptor {
  private static final String HOST = "api.openai.com";
  private static final String PATH = "/v1/chat/completions";
  private static final int OUTPUT = 512;

  private final HttpUrl[] urls;
  private final String[] keys;
  private final byte[] model = ('"' + Prompts.SENT + '"').getBytes(StandardCharsets.UTF_8);
  private final PackedPlaces places;

  FloorBalancer(int endpoints) {
    urls = new HttpUrl[endpoints];
    keys = new String[endpoints];
    places = new PackedPlaces(endpoints);
    for (int i = 0; i < endpoints; i++) {
      urls[i] = HttpUrl.get("https://endpoint-" + i + ".example/v1/chat/completions");
      keys[i] = "Bearer sk-floor-" + i;
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    RequestBody body = request.body();
    if (body == null
        || !request.url().host().equals(HOST)
        || !request.url().encodedPath().equals(PATH)) {
      return chain.proceed(request);
    }
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    byte[] text = buffer.readByteArray();
    ModelScan scan = new ModelScan();
    if (!scan.find(text)) {
      return chain.proceed(request);
    }
    long tokens = text.length / 4L + OUTPUT;
    int place = places.reserve(tokens);
    Request sent =
        request
            .newBuilder()
            .url(urls[place])
            .header("Authorization", keys[place])
            .post(new Spliced(body.contentType(), text, scan.from, scan.to, model))
            .build();
    Response response;
    try {
      response = chain.proceed(sent);
    } catch (IOException e) {
      places.settle(place, 0);
      throw e;
    }
    ResponseBody answer = response.body();
    if (answer == null) {
      places.settle(place, tokens);
      return response;
    }
    BufferedSource source = Okio.buffer(new Watched(answer.source(), place, tokens));
    return response.newBuilder().body(new Answer(answer, source)).build();
  }

  /** The text with another model, written from where it lies. */
  private static final class Spliced extends RequestBody {
    private final @Nullable MediaType type;
    private final byte[] text;
    private final int from;
    private final int to;
    private final byte[] model;

    private Spliced(@Nullable MediaType type, byte[] text, int from, int to, byte[] model) {
      this.type = type;
      this.text = text;
      this.from = from;
      this.to = to;
      this.model = model;
    }

    @Override
    public @Nullable MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return (long) text.length - (to - from) + model.length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(text, 0, from);
      sink.write(model);
      sink.write(text, to, text.length - to);
    }
  }

  /** Looks for the usage in what passes; that it may lie across two pieces is not thought of. */
  private final class Watched extends ForwardingSource {
    private final int place;
    private final long tokens;
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private long used;
    private boolean settled;

    private Watched(Source source, int place, long tokens) {
      super(source);
      this.place = place;
      this.tokens = tokens;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long count = super.read(sink, byteCount);
      if (count > 0) {
        look(sink, sink.size() - count);
      } else {
        settle();
      }
      return count;
    }

    private void look(Buffer sink, long from) {
      try (Buffer.UnsafeCursor bytes = sink.readUnsafe(cursor)) {
        bytes.seek(from);
        do {
          used = Math.max(used, Usages.total(bytes.data, bytes.start, bytes.end));
        } while (bytes.next() >= 0);
      }
    }

    private void settle() {
      if (!settled) {
        settled = true;
        places.settle(place, Math.max(0, tokens - used));
      }
    }

    @Override
    public void close() throws IOException {
      settle();
      super.close();
    }
  }

  private static final class Answer extends ResponseBody {
    private final ResponseBody original;
    private final BufferedSource source;

    private Answer(ResponseBody original, BufferedSource source) {
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
