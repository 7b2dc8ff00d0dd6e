package io.ailb.agent.app;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.ssl.SSLContexts;

/** The ways that a request of Apache HttpClient 5 can take: asks one question by each client. */
public final class Apache5WaysApp {
  private Apache5WaysApp() {}

  /**
   * Takes the URL to post to, how many characters to ask, and a proxy: {@code none}, or {@code
   * HOST:PORT}. Trusts everybody.
   */
  public static void main(String[] arguments) throws Exception {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"model\":\"gpt-4o-mini\"}"
            .formatted("x".repeat(Integer.parseInt(arguments[1])));
    HttpHost proxy = arguments[2].equals("none") ? null : HttpHost.create(arguments[2]);
    System.out.println("classic: " + classic(arguments[0], body, proxy));
    System.out.println("async: " + async(arguments[0], body, proxy));
    System.out.flush();
    System.exit(0);
  }

  private static SSLContext trusting() throws Exception {
    return SSLContexts.custom().loadTrustMaterial(null, (chain, type) -> true).build();
  }

  private static String classic(String url, String body, HttpHost proxy) throws Exception {
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setSSLSocketFactory(
                        new SSLConnectionSocketFactory(trusting(), NoopHostnameVerifier.INSTANCE))
                    .build());
    if (proxy != null) {
      builder.setProxy(proxy);
    }
    HttpPost request = new HttpPost(url);
    request.setHeader("Authorization", "Bearer the-applications-own-key");
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    try (CloseableHttpClient client = builder.build()) {
      return client.execute(request, Apache5WaysApp::words);
    }
  }

  private static String words(ClassicHttpResponse response) {
    try {
      return words(
          response.getCode(),
          response.getFirstHeader("x-ai-lb-endpoint"),
          EntityUtils.toString(response.getEntity()));
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static String words(int status, Header endpoint, String text) {
    return status
        + " by "
        + (endpoint == null ? null : endpoint.getValue())
        + (status < 400 ? "" : " " + text);
  }

  private static String async(String url, String body, HttpHost proxy) throws Exception {
    TlsStrategy tls =
        ClientTlsStrategyBuilder.create()
            .setSslContext(trusting())
            .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
            .build();
    HttpAsyncClientBuilder builder =
        HttpAsyncClients.custom()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create().setTlsStrategy(tls).build());
    if (proxy != null) {
      builder.setProxy(proxy);
    }
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(url)
            .setHeader("Authorization", "Bearer the-applications-own-key")
            .setBody(body, ContentType.APPLICATION_JSON)
            .build();
    try (CloseableHttpAsyncClient client = builder.build()) {
      client.start();
      SimpleHttpResponse response = client.execute(request, null).get(30, TimeUnit.SECONDS);
      return words(
          response.getCode(), response.getFirstHeader("x-ai-lb-endpoint"), response.getBodyText());
    }
  }
}
