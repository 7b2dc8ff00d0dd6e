package io.ailb.jdkhttp;

import io.ailb.flow.AnswerHead;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The head of the application's answer, for its body handler. */
final class AnswerInfo implements HttpResponse.ResponseInfo {
  private final int status;
  private final HttpHeaders headers;
  private final @Nullable HttpResponse<?> providers;

  /** {@code upstream} null = nobody was asked. */
  AnswerInfo(AnswerHead head, @Nullable Upstream upstream) {
    this.status = head.status();
    this.headers = Wire.headers(head.headers());
    this.providers = upstream == null ? null : upstream.response();
  }

  /** Whose connection it came over; null = nobody was asked. */
  @Nullable HttpResponse<?> providers() {
    return providers;
  }

  @Override
  public int statusCode() {
    return status;
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public HttpClient.Version version() {
    return providers == null ? HttpClient.Version.HTTP_1_1 : providers.version();
  }
}
