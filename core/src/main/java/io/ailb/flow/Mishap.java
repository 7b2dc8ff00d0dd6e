package io.ailb.flow;

import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is said of an answer that will not come, or no more of it. */
final class Mishap {
  private Mishap() {}

  /** The body ended as HTTP wants it, but not as its content does. */
  static ErrorInfo cut(boolean stream) {
    return ErrorInfo.withoutAnswer(
        ErrorClass.NETWORK, what(stream) + " ended before it was complete");
  }

  /** Nobody can say what it holds. */
  static ErrorInfo unreadable(boolean stream) {
    String what = stream ? "an event of the stream" : "the answer";
    return ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, what + " is not valid JSON");
  }

  /** It does not fit into what may be held back. */
  static ErrorInfo tooLarge(long limit) {
    return ErrorInfo.withoutAnswer(
        ErrorClass.SERVER_ERROR,
        "the stream is larger than the " + limit + " bytes that stream.bufferLimit holds back");
  }

  /**
   * Nothing came in time.
   *
   * @param limit what set the time
   */
  static ErrorInfo silence(long nanos, String limit) {
    Duration silence = Duration.ofNanos(nanos);
    String time = silence.toSeconds() < 1 ? silence.toMillis() + " ms" : silence.toSeconds() + " s";
    return ErrorInfo.withoutAnswer(
        ErrorClass.TIMEOUT, "gave up after " + time + " (" + limit + ")");
  }

  /** The client reports this. */
  static ErrorInfo breakage(Throwable why) {
    String text = why.getMessage() == null ? "" : ": " + why.getMessage();
    ErrorClass kind = isTimeout(why) ? ErrorClass.TIMEOUT : ErrorClass.NETWORK;
    return ErrorInfo.withoutAnswer(kind, why.getClass().getSimpleName() + text);
  }

  private static String what(boolean stream) {
    return stream ? "the stream" : "the answer";
  }

  /** Whether a client gave up waiting; each has an exception of its own for that. */
  static boolean isTimeout(Throwable why) {
    return why instanceof InterruptedIOException
        || why.getClass().getName().endsWith("TimeoutException");
  }

  /**
   * Whether the provider cannot have counted the request, as there was no connection. Nor before:
   * OkHttp sends a request again by itself when a pooled connection dies on it, and if that fails,
   * what happened the first time is among the suppressed.
   */
  static boolean neverSent(@Nullable Throwable why) {
    boolean unconnected =
        why instanceof ConnectException
            || why instanceof UnknownHostException
            || why instanceof NoRouteToHostException;
    return why != null
        && unconnected
        && Arrays.stream(why.getSuppressed()).allMatch(Mishap::neverSent);
  }
}
