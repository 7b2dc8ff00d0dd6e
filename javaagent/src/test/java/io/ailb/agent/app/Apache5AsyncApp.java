package io.ailb.agent.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.AbstractCharResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;

/** The asynchronous clients of Apache HttpClient 5. */
final class Apache5AsyncApp {
  private static final String KEY = "Bearer the-applications-own-key";

  private Apache5AsyncApp() {}

  static void all(String url) throws Exception {
    CloseableHttpAsyncClient client = started(HttpAsyncClients.createDefault());
    System.out.println("async: " + simple(client, url, false));
    System.out.println("async, streamed: " + simple(client, url, true));
    System.out.println("async, body that comes later: " + late(client, url));
    CloseableHttpAsyncClient minimal = started(HttpAsyncClients.createMinimal());
    System.out.println("async minimal: " + simple(minimal, url, false));
    System.out.println("async minimal, streamed: " + simple(minimal, url, true));
    System.out.println("async events: " + Apache5App.spread(events(client, url)));
    watched(url);
  }

  static CloseableHttpAsyncClient started(CloseableHttpAsyncClient client) {
    client.start();
    return client;
  }

  private static void watched(String url) throws Exception {
    List<String> keys = new CopyOnWriteArrayList<>();
    CloseableHttpAsyncClient client =
        started(
            HttpAsyncClients.custom()
                .setDefaultHeaders(
                    List.of(new BasicHeader("x-api-key", "the-applications-own-key")))
                .addRequestInterceptorLast(
                    (request, entity, context) -> {
                      request.setHeader("Authorization", KEY);
                      keys.addAll(Apache5App.keys(request));
                    })
                .addResponseInterceptorLast(
                    (response, entity, context) ->
                        keys.addAll(Apache5App.keys(HttpClientContext.adapt(context).getRequest())))
                .build());
    HttpClientContext context = HttpClientContext.create();
    SimpleHttpResponse response =
        client.execute(request(url, false), context, null).get(30, TimeUnit.SECONDS);
    System.out.println("async watched: " + words(response, false));
    keys.addAll(Apache5App.keys(response));
    keys.addAll(Apache5App.keys(context.getRequest()));
    System.out.println("async keys: " + keys.stream().distinct().toList());
  }

  /** Calls that are left, while nothing has come and amid the answer. */
  static void leave(String url) throws Exception {
    CloseableHttpAsyncClient client = started(HttpAsyncClients.createDefault());
    Called called = new Called();
    Future<SimpleHttpResponse> waiting = client.execute(request(url, false), called);
    CloseableHttpAsyncClient minimal = started(HttpAsyncClients.createMinimal());
    Called calledMinimal = new Called();
    Future<SimpleHttpResponse> waitingMinimal = minimal.execute(request(url, false), calledMinimal);
    System.out.println("waits: yes");
    System.out.flush();
    int unused = System.in.read();
    boolean cancelled = waiting.cancel(true);
    System.out.println("async cancelled: " + cancelled + ", " + waiting.isCancelled());
    System.out.println("async waiting: " + called.word.get(30, TimeUnit.SECONDS));
    waitingMinimal.cancel(true);
    System.out.println("async minimal waiting: " + calledMinimal.word.get(30, TimeUnit.SECONDS));
    amid("async amid", client, url);
    amid("async minimal amid", minimal, url);
    System.out.println("async still good: " + simple(client, url, false));
  }

  private static void amid(String label, CloseableHttpAsyncClient client, String url)
      throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    Future<String> call =
        client.execute(
            SimpleRequestProducer.create(request(url, true)),
            new Lines(line -> begun.complete(null)),
            null);
    begun.get(30, TimeUnit.SECONDS);
    call.cancel(true);
    try {
      System.out.println(label + ": " + call.get(30, TimeUnit.SECONDS));
    } catch (CancellationException e) {
      System.out.println(label + ": cancelled");
    }
  }

  static SimpleHttpRequest request(String url, boolean stream) {
    return SimpleRequestBuilder.post(url)
        .setHeader("Authorization", KEY)
        .setBody(Apache5App.body(stream), ContentType.APPLICATION_JSON)
        .build();
  }

  static String simple(CloseableHttpAsyncClient client, String url, boolean stream)
      throws Exception {
    Called called = new Called();
    SimpleHttpResponse response =
        client.execute(request(url, stream), called).get(30, TimeUnit.SECONDS);
    String word = called.word.get(30, TimeUnit.SECONDS);
    return words(response, stream) + (word.equals("completed") ? "" : " but " + word);
  }

  static CloseableHttpAsyncClient client() {
    return started(HttpAsyncClients.createDefault());
  }

  private static String words(SimpleHttpResponse response, boolean stream) {
    return Apache5App.words(
        response.getCode(),
        response.getBodyText(),
        response.getFirstHeader("x-ai-lb-endpoint"),
        stream);
  }

  /** A request whose body is there a while after it was asked for, in two pieces. */
  static String late(CloseableHttpAsyncClient client, String url) throws Exception {
    BasicHttpRequest request = new BasicHttpRequest("POST", java.net.URI.create(url));
    request.setHeader("Authorization", KEY);
    Called called = new Called();
    Future<String> call =
        client.execute(
            new BasicRequestProducer(request, new Late(Apache5App.body(false))),
            new Lines(line -> {}),
            null);
    return call.get(30, TimeUnit.SECONDS) + (called.word.isDone() ? " called" : "");
  }

  private static List<Long> events(CloseableHttpAsyncClient client, String url) throws Exception {
    List<Long> at = new CopyOnWriteArrayList<>();
    Future<String> call =
        client.execute(
            SimpleRequestProducer.create(request(url, true)),
            new Lines(
                line -> {
                  if (line.startsWith("data:")) {
                    at.add(System.nanoTime());
                  }
                }),
            null);
    call.get(30, TimeUnit.SECONDS);
    return at;
  }

  /** Remembers how it was called back. */
  private static final class Called implements FutureCallback<SimpleHttpResponse> {
    private final CompletableFuture<String> word = new CompletableFuture<>();

    @Override
    public void completed(SimpleHttpResponse result) {
      said("completed");
    }

    @Override
    public void failed(Exception e) {
      said("failed: " + e);
    }

    @Override
    public void cancelled() {
      said("cancelled");
    }

    private void said(String now) {
      if (!word.complete(now)) {
        word.obtrudeValue("called twice, last " + now);
      }
    }
  }

  /** Gives the lines of an answer away as they come, with little room for what comes. */
  private static final class Lines extends AbstractCharResponseConsumer<String> {
    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder all = new StringBuilder();
    private int status;
    private Header endpoint;

    Lines(Consumer<String> lines) {
      this.lines = lines;
    }

    @Override
    protected void start(HttpResponse response, ContentType type) {
      status = response.getCode();
      endpoint = response.getFirstHeader("x-ai-lb-endpoint");
    }

    @Override
    protected int capacityIncrement() {
      return 256;
    }

    @Override
    protected void data(CharBuffer chars, boolean end) {
      while (chars.hasRemaining()) {
        char c = chars.get();
        all.append(c);
        if (c == '\n') {
          lines.accept(line.toString());
          line.setLength(0);
        } else {
          line.append(c);
        }
      }
    }

    @Override
    protected String buildResult() {
      return Apache5App.words(status, all.toString(), endpoint, all.indexOf("data:") >= 0);
    }

    @Override
    public void failed(Exception e) {}

    @Override
    public void releaseResources() {}
  }

  /** A body from another thread. */
  private static final class Late implements AsyncEntityProducer {
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private boolean asked;
    private volatile boolean there;

    Late(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      pieces.add(ByteBuffer.wrap(bytes, 0, 10));
      pieces.add(ByteBuffer.wrap(bytes, 10, bytes.length - 10));
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public String getContentType() {
      return "application/json";
    }

    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public String getContentEncoding() {
      return null;
    }

    @Override
    public boolean isChunked() {
      return true;
    }

    @Override
    public Set<String> getTrailerNames() {
      return Set.of();
    }

    @Override
    public int available() {
      return there || !asked ? 1 : 0;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
      if (!asked) {
        asked = true;
        new Thread(
                () -> {
                  there = true;
                  channel.requestOutput();
                })
            .start();
      } else if (there) {
        for (ByteBuffer piece : pieces) {
          channel.write(piece);
        }
        if (pieces.stream().noneMatch(ByteBuffer::hasRemaining)) {
          channel.endStream();
        }
      }
    }

    @Override
    public void failed(Exception e) {}

    @Override
    public void releaseResources() {}
  }
}
