package io.ailb.okhttp;

import io.ailb.flow.AnswerHead;
import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** Between OkHttp's messages and ours. */
final class Wire {
  private Wire() {}

  static HttpFields fields(Headers headers) {
    HttpFields.Builder fields = HttpFields.builder(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      if (!FollowUps.isOurs(headers.name(i), headers.value(i))) {
        fields.add(headers.name(i), headers.value(i));
      }
    }
    return fields.build();
  }

  private static Headers headers(HttpFields fields) {
    Headers.Builder headers = new Headers.Builder();
    fields.forEach(headers::addUnsafeNonAscii);
    return headers.build();
  }

  /** OkHttp lets more names come in than it lets anybody write: those are left out. */
  private static Headers answerHeaders(HttpFields fields) {
    Headers.Builder headers = new Headers.Builder();
    fields.forEach(
        (name, value) -> {
          try {
            headers.addUnsafeNonAscii(name, value);
          } catch (IllegalArgumentException e) {
            // HTTP forbids such a name, and nobody can ask for it.
          }
        });
    return headers.build();
  }

  /** The request of an attempt; what the application tagged its own with stays on it. */
  static Request request(Request original, WireRequest wire, Destination destination) {
    RequestBody body = original.body();
    Request.Builder request =
        original
            .newBuilder()
            .url(destination.url())
            .method(
                wire.method(),
                body == null ? null : new Parts(body.contentType(), wire, destination))
            .tag(Destination.class, destination);
    if (isLeft(wire.headers(), original.headers())) { // as nearly always
      leave(wire.headers(), original.headers(), request);
    } else {
      request.headers(headers(wire.headers()));
    }
    return request.build();
  }

  /**
   * Whether {@code fields} are what is left of {@code all} when some of them are taken off, each
   * with all of its name.
   */
  private static boolean isLeft(HttpFields fields, Headers all) {
    int left = 0;
    for (int i = 0; i < all.size(); i++) {
      if (stands(fields, left, all, i)) {
        left++;
      } else if (fields.has(all.name(i))) {
        return false;
      }
    }
    return left == fields.size();
  }

  private static void leave(HttpFields fields, Headers all, Request.Builder request) {
    int left = 0;
    for (int i = 0; i < all.size(); i++) {
      if (stands(fields, left, all, i)) {
        left++;
      } else {
        request.removeHeader(all.name(i));
      }
    }
  }

  private static boolean stands(HttpFields fields, int index, Headers headers, int other) {
    return index < fields.size()
        && fields.name(index).equals(headers.name(other))
        && fields.value(index).equals(headers.value(other));
  }

  /**
   * What the application gets: the answer, as one to its own request. The messages below it are
   * left out, as they tell where it went.
   *
   * @param upstream whose protocol, handshake and times are told; null = nobody was asked
   */
  static Response response(
      Request original, @Nullable Response upstream, AnswerHead head, Source body) {
    Response.Builder response;
    if (upstream == null) {
      long now = System.currentTimeMillis();
      response =
          new Response.Builder()
              .protocol(Protocol.HTTP_1_1)
              .message(reason(head.status()))
              .sentRequestAtMillis(now)
              .receivedResponseAtMillis(now);
    } else {
      response =
          upstream.newBuilder().networkResponse(null).cacheResponse(null).priorResponse(null);
    }
    if (upstream == null || !continued(head.headers(), upstream.headers(), response)) {
      response.headers(answerHeaders(head.headers()));
    }
    return response.request(original).code(head.status()).body(new Body(head, body)).build();
  }

  /**
   * Adds to a response that has {@code headers} what follows them in {@code fields}; false if the
   * fields begin otherwise, or something cannot be added.
   */
  private static boolean continued(HttpFields fields, Headers headers, Response.Builder response) {
    int size = headers.size();
    for (int i = 0; i < size; i++) {
      if (!stands(fields, i, headers, i)) {
        return false;
      }
    }
    try {
      for (int i = size; i < fields.size(); i++) {
        response.addHeader(fields.name(i), fields.value(i));
      }
      return true;
    } catch (IllegalArgumentException e) { // such as a name of a pool that is not ASCII
      return false;
    }
  }

  /** Whether any version of OkHttp lets this be written as a field's name. */
  static boolean isName(String text) {
    return !text.isEmpty() && isBetween('!', '~', text);
  }

  /** The same of a field's value. */
  static boolean isValue(String text) {
    return isBetween(' ', '~', text);
  }

  private static boolean isBetween(char least, char most, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < least || c > most) {
        return false;
      }
    }
    return true;
  }

  private static String reason(int status) {
    return switch (status) {
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }

  /** What the application reads. */
  private static final class Body extends ResponseBody {
    private final HttpFields headers;
    private final BufferedSource source;

    private Body(AnswerHead head, Source source) {
      this.headers = head.headers();
      this.source = Okio.buffer(source); // a buffer, too: itself, it would not know of being closed
    }

    @Override
    public @Nullable MediaType contentType() {
      String type = headers.first("content-type");
      return type == null ? null : MediaType.parse(type);
    }

    @Override
    public long contentLength() {
      String length = headers.first("content-length");
      try {
        return length == null ? -1 : Long.parseLong(length.trim());
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }

  /**
   * A body in parts that lie where they are; it can be written any number of times, but OkHttp must
   * not do so on its own account.
   */
  private static final class Parts extends RequestBody {
    private final @Nullable MediaType type;
    private final List<ByteBuffer> parts;
    private final long length;
    private final Destination destination;

    private Parts(@Nullable MediaType type, WireRequest wire, Destination destination) {
      this.type = type;
      this.destination = destination;
      this.parts = wire.body();
      this.length = wire.length();
    }

    @Override
    public @Nullable MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return length;
    }

    /** OkHttp asks when the connection has broken: core decides, and counts, who is asked again. */
    @Override
    public boolean isOneShot() {
      return destination.isUnanswered();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      for (int i = 0; i < parts.size(); i++) {
        ByteBuffer part = parts.get(i);
        sink.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
      }
    }
  }
}
