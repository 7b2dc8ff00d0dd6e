package io.ailb.agent.app;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The clients of Apache HttpClient 5 alone, in the ways there are to execute a request. */
public final class Apache5App {
  private static final String KEY = "Bearer the-applications-own-key";

  private Apache5App() {}

  /**
   * Takes the URL to post to, and what to say: {@code all}, {@code one}, {@code stream}, {@code
   * leave} or {@code attach}, which wait for a line on standard input between two calls of the same
   * client.
   */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    switch (arguments[1]) {
      case "all" -> all(url);
      case "one" -> {
        System.out.println("one: " + handled(HttpClients.createDefault(), url, false));
        System.out.println(
            "async one: " + Apache5AsyncApp.simple(Apache5AsyncApp.client(), url, false));
      }
      case "stream" ->
          System.out.println("stream: " + handled(HttpClients.createDefault(), url, true));
      case "wrong" -> wrong(url);
      case "leave" -> leave(url);
      case "leave async" -> Apache5AsyncApp.leave(url);
      case "attach" -> attach(url);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    System.out.println("end");
    System.out.flush();
    System.exit(0);
  }

  private static void all(String url) throws Exception {
    CloseableHttpClient client = HttpClients.createDefault();
    System.out.println("handler: " + handled(client, url, false));
    System.out.println("handler, streamed: " + handled(client, url, true));
    System.out.println("response: " + response(client, url));
    System.out.println("open: " + open(client, url));
    System.out.println("one-shot body: " + oneShot(client, url));
    CloseableHttpClient minimal = HttpClients.createMinimal();
    System.out.println("minimal: " + handled(minimal, url, false));
    System.out.println("minimal, streamed: " + handled(minimal, url, true));
    System.out.println("events: " + events(client, url));
    watched(url);
    Apache5AsyncApp.all(url);
  }

  /** What the application's own code below the client's surface sees of a call. */
  private static void watched(String url) throws Exception {
    List<String> keys = new CopyOnWriteArrayList<>();
    CloseableHttpClient client =
        HttpClients.custom()
            .setDefaultHeaders(List.of(new BasicHeader("x-api-key", "the-applications-own-key")))
            .addRequestInterceptorLast(
                (request, entity, context) -> {
                  request.setHeader("Authorization", KEY);
                  keys.addAll(keys(request));
                })
            .addResponseInterceptorLast(
                (response, entity, context) ->
                    keys.addAll(keys(HttpClientContext.adapt(context).getRequest())))
            .build();
    HttpClientContext context = HttpClientContext.create();
    HttpPost request = post(url, false);
    try (CloseableHttpResponse response = client.execute(request, context)) {
      System.out.println("watched: " + words(response, false));
      keys.addAll(keys(response));
    }
    keys.addAll(keys(context.getRequest()));
    System.out.println("keys: " + keys.stream().distinct().toList());
  }

  static List<String> keys(HttpMessage message) {
    List<String> keys = new ArrayList<>();
    if (message != null) {
      for (Header header : message.getHeaders()) {
        if (header.getValue().contains("key-of")) {
          keys.add(header.toString());
        }
      }
    }
    return keys;
  }

  /** A call that is not valid, by the application's own fault. */
  private static void wrong(String url) throws Exception {
    HttpPost request = new HttpPost(url);
    request.setHeader("Authorization", KEY);
    request.setEntity(
        new StringEntity(
            "{\"model\":\"gpt-4o-mini\",\"messages\":\"none\"}", ContentType.APPLICATION_JSON));
    System.out.println(
        "wrong: "
            + HttpClients.createDefault()
                .execute(
                    request,
                    response ->
                        response.getCode() + " " + EntityUtils.toString(response.getEntity())));
  }

  /** Calls that are left, while nothing has come and amid the answer. */
  private static void leave(String url) throws Exception {
    CloseableHttpClient client = HttpClients.createDefault();
    HttpPost waiting = post(url, false);
    FutureTask<String> call = new FutureTask<>(() -> outcome(client, waiting));
    new Thread(call).start();
    System.out.println("waits: yes");
    System.out.flush();
    int unused = System.in.read();
    System.out.println("cancelled: " + waiting.cancel());
    System.out.println("waiting: " + call.get());

    HttpPost streamed = post(url, true);
    try (CloseableHttpResponse response = client.execute(streamed)) {
      InputStream in = response.getEntity().getContent();
      int first = in.read();
      streamed.cancel();
      in.readAllBytes();
      System.out.println("amid: read on after " + first);
    } catch (IOException e) {
      System.out.println("amid: " + e.getClass().getSimpleName());
    }
    try (CloseableHttpResponse response = client.execute(post(url, true))) {
      System.out.println("closed: " + (response.getEntity().getContent().read() >= 0));
    }
    System.out.println("still good: " + handled(client, url, false));
  }

  private static String outcome(CloseableHttpClient client, ClassicHttpRequest request) {
    try {
      return client.execute(request, response -> "answered " + response.getCode());
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static void attach(String url) throws Exception {
    CloseableHttpClient client = HttpClients.createDefault();
    CloseableHttpClient minimal = HttpClients.createMinimal();
    CloseableHttpAsyncClient async = Apache5AsyncApp.client();
    System.out.println("async before: " + Apache5AsyncApp.simple(async, url, false));
    System.out.println("before: " + handled(client, url, false));
    System.out.println("minimal before: " + handled(minimal, url, false));
    System.out.println("ready " + ProcessHandle.current().pid());
    System.out.flush();
    int unused = System.in.read();
    System.out.println("after: " + handled(client, url, false));
    System.out.println("after, streamed: " + handled(client, url, true));
    System.out.println("minimal after: " + handled(minimal, url, true));
    System.out.println("async after: " + Apache5AsyncApp.simple(async, url, true));
  }

  static String body(boolean stream) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"gpt-4o-mini\""
        + (stream ? ",\"stream\":true}" : "}");
  }

  private static HttpPost post(String url, boolean stream) {
    HttpPost request = new HttpPost(url);
    request.setHeader("Authorization", KEY);
    request.setEntity(new StringEntity(body(stream), ContentType.APPLICATION_JSON));
    return request;
  }

  static String handled(CloseableHttpClient client, String url, boolean stream) throws IOException {
    return client.execute(post(url, stream), response -> words(response, stream));
  }

  private static String response(CloseableHttpClient client, String url) throws Exception {
    try (CloseableHttpResponse response = client.execute(post(url, true))) {
      return words(response, true);
    }
  }

  /** Since 5.2. */
  private static String open(CloseableHttpClient client, String url) throws Exception {
    HttpPost request = post(url, true);
    HttpHost host = HttpHost.create(URI.create(url).resolve("/"));
    Method open;
    try {
      open =
          HttpClient.class.getMethod(
              "executeOpen", HttpHost.class, ClassicHttpRequest.class, HttpContext.class);
    } catch (NoSuchMethodException e) {
      try (ClassicHttpResponse response = client.execute(host, request)) {
        return words(response, true);
      }
    }
    try (ClassicHttpResponse response =
        (ClassicHttpResponse) open.invoke(client, host, request, null)) {
      return words(response, true);
    }
  }

  static String oneShot(CloseableHttpClient client, String url) throws Exception {
    HttpPost request = post(url, false);
    byte[] bytes = body(false).getBytes(StandardCharsets.UTF_8);
    request.setEntity(
        new InputStreamEntity(new ByteArrayInputStream(bytes), ContentType.APPLICATION_JSON));
    return client.execute(request, response -> words(response, false));
  }

  private static String words(ClassicHttpResponse response, boolean stream) throws IOException {
    String text;
    try {
      text = EntityUtils.toString(response.getEntity());
    } catch (org.apache.hc.core5.http.ParseException e) {
      throw new IOException(e);
    }
    return words(response.getCode(), text, response.getFirstHeader("x-ai-lb-endpoint"), stream);
  }

  static String words(int status, String text, Header endpoint, boolean stream) {
    boolean whole = text.contains(stream ? "[DONE]" : "answers #");
    return status
        + (whole ? " whole" : " " + text)
        + " by "
        + (endpoint == null ? null : endpoint.getValue());
  }

  /** How the events of a stream come: milliseconds from the first to the last, and their number. */
  private static String events(CloseableHttpClient client, String url) throws Exception {
    try (CloseableHttpResponse response = client.execute(post(url, true));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(response.getEntity().getContent(), StandardCharsets.UTF_8))) {
      List<Long> at = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          at.add(System.nanoTime());
        }
      }
      return spread(at);
    }
  }

  static String spread(List<Long> at) {
    return (at.get(at.size() - 1) - at.get(0)) / 1_000_000 + " ms for " + at.size();
  }
}
