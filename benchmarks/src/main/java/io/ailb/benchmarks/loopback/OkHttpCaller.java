package io.ailb.benchmarks.loopback;

import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** OkHttp, with connections for all threads. */
final class OkHttpCaller implements Caller {
  private static final int CONNECTIONS = 64;
  private static final MediaType TYPE = MediaType.get("application/json");

  private final OkHttpClient http;
  private final Request question;
  private final Request streamed;

  /**
   * @param balancer for its interceptor, if it is to have one
   */
  OkHttpCaller(
      String url, String model, Map<String, String> headers, @Nullable LoadBalancer balancer) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES));
    if (balancer != null) {
      builder.addInterceptor(new LoadBalancingInterceptor(balancer));
    }
    http = builder.build();
    question = request(url, headers, Exchange.question(model, false));
    streamed = request(url, headers, Exchange.question(model, true));
  }

  private static Request request(String url, Map<String, String> headers, String body) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer key-of-the-application")
            .post(RequestBody.create(body, TYPE));
    headers.forEach(request::header);
    return request.build();
  }

  @Override
  public boolean isBalanced() throws IOException {
    try (Response response = http.newCall(question).execute()) {
      return response.header(Exchange.BALANCED) != null;
    }
  }

  @Override
  public void ask() throws IOException {
    try (Response response = http.newCall(question).execute()) {
      Exchange.check(response.code(), Objects.requireNonNull(response.body()).bytes());
    }
  }

  @Override
  public long listen(Samples lags) throws IOException {
    try (Response response = http.newCall(streamed).execute()) {
      return Heard.first(
          response.code(), Objects.requireNonNull(response.body()).byteStream(), lags);
    }
  }
}
