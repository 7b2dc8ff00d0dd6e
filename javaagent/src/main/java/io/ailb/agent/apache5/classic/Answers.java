package io.ailb.agent.apache5.classic;

import io.ailb.agent.apache5.Wire;
import io.ailb.flow.AnswerHead;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.BasicHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** The application's answers, in the client's own class, which cannot be made by others. */
final class Answers {
  private static final MethodHandle ADAPT = adapt();

  private Answers() {}

  private static MethodHandle adapt() {
    try {
      return MethodHandles.privateLookupIn(CloseableHttpResponse.class, MethodHandles.lookup())
          .findStatic(
              CloseableHttpResponse.class,
              "adapt",
              MethodType.methodType(CloseableHttpResponse.class, ClassicHttpResponse.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no answer of our own can be made", e);
    }
  }

  /** Loads what an answer of ours takes: before there is a call to lose. */
  static void prepare() {
    // The class is initialised.
  }

  /** An answer for the application; {@code upstream} is made into it, null = nobody was asked. */
  static CloseableHttpResponse answer(
      AnswerHead head, AnswerStream bytes, @Nullable CloseableHttpResponse upstream) {
    CloseableHttpResponse answer =
        upstream == null ? adapted(new BasicClassicHttpResponse(head.status())) : upstream;
    if (answer.getCode() != head.status()) {
      answer.setCode(head.status());
    }
    answer.setHeaders(Wire.headers(head.headers()));
    String type = head.headers().first(HttpHeaders.CONTENT_TYPE);
    long length = Wire.length(head.headers());
    answer.setEntity(
        new BasicHttpEntity(
            bytes, length, ContentType.parseLenient(type), null, length < 0)); // always this stream
    return answer;
  }

  private static CloseableHttpResponse adapted(ClassicHttpResponse response) {
    try {
      return (CloseableHttpResponse) ADAPT.invokeExact(response);
    } catch (Throwable e) {
      throw new IllegalStateException("a response was not adapted", e);
    }
  }
}
