package io.ailb.benchmarks.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * Apache HttpClient 5 as it comes, with its own retries, but for a pool that is large enough for
 * all faults at once.
 */
final class Apache5Caller implements Caller {
  static final int CONNECTIONS = 1_000;

  private final CloseableHttpClient http =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setMaxConnTotal(CONNECTIONS)
                  .setMaxConnPerRoute(CONNECTIONS)
                  .build())
          .build();

  @Override
  public Experience ask(String baseUrl, Mode mode, int number) {
    HttpPost request = new HttpPost(Chat.url(baseUrl));
    request.setHeader("Authorization", Chat.authorization());
    request.setEntity(new StringEntity(Chat.question(mode, number), ContentType.APPLICATION_JSON));
    try {
      return http.execute(request, response -> read(response, mode));
    } catch (IOException e) {
      return Experience.error(0, e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  private static Experience read(ClassicHttpResponse response, Mode mode)
      throws IOException, ParseException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return Experience.garbled("no body");
    }
    if (mode == Mode.WHOLE || response.getCode() >= 400) {
      return Chat.answered(response.getCode(), EntityUtils.toString(entity));
    }
    StreamReader reader = new StreamReader();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(entity.getContent(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !reader.isOver()) {
        reader.line(line);
        line = reader.isOver() ? null : lines.readLine();
      }
    }
    return reader.end();
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
