package io.ailb.benchmarks.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** The JDK's own client. */
final class JdkCaller implements Caller {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest question;
  private final HttpRequest streamed;

  JdkCaller(String url, String model, Map<String, String> headers) {
    question = request(url, headers, Exchange.question(model, false));
    streamed = request(url, headers, Exchange.question(model, true));
  }

  private static HttpRequest request(String url, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer key-of-the-application")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request.build();
  }

  @Override
  public boolean isBalanced() throws IOException, InterruptedException {
    return http.send(question, BodyHandlers.ofByteArray())
        .headers()
        .firstValue(Exchange.BALANCED)
        .isPresent();
  }

  @Override
  public void ask() throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(question, BodyHandlers.ofByteArray());
    Exchange.check(response.statusCode(), response.body());
  }

  @Override
  public long listen(Samples lags) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(streamed, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return Heard.first(response.statusCode(), body, lags);
    }
  }
}
