package io.ailb.jdkhttp;

import io.ailb.flow.AnswerHead;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The head of the application's answer, for its body handler. */
final class AnswerInfo implements HttpResponse.ResponseInfo {
  private final int status;
  private final HttpHeaders headers;
  private final @Nullable Upstream upstream;

  /** {@code upstream} null = nobody was asked. */
  AnswerInfo(AnswerHead head, @Nullable Upstream upstream) {
    this.status = head.status();
    this.headers = Wire.headers(head.headers());
    this.upstream = upstream;
  }

  /** Of the connection that it came by; only once the client has told of it. */
  Optional<SSLSession> sslSession() {
    return upstream == null ? Optional.empty() : upstream.sslSession();
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
    HttpClient.Version version = upstream == null ? null : upstream.version();
    return version == null ? HttpClient.Version.HTTP_1_1 : version;
  }
}
