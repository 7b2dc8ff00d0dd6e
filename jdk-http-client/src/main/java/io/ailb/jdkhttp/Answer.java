package io.ailb.jdkhttp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The answer to the application's own request. The provider's, and the request that it answered,
 * are not shown: they hold the pool's key.
 */
final class Answer<T> implements HttpResponse<T> {
  private final HttpRequest request;
  private final AnswerInfo info;
  private final T body;

  Answer(HttpRequest request, AnswerInfo info, T body) {
    this.request = request;
    this.info = info;
    this.body = body;
  }

  @Override
  public int statusCode() {
    return info.statusCode();
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return info.headers();
  }

  @Override
  public T body() {
    return body;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return info.sslSession();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public HttpClient.Version version() {
    return info.version();
  }

  @Override
  public String toString() {
    return "(" + request.method() + " " + request.uri() + ") " + info.statusCode();
  }
}
