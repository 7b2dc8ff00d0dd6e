package io.ailb.agent.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A client of OkHttp alone: built in every way there is, sync and async, streamed and not. */
public final class OkHttpApp {
  private static final MediaType JSON = MediaType.parse("application/json");

  private OkHttpApp() {}

  /**
   * Takes the URL to post to, and what to say: {@code all}, {@code one}, or {@code attach}, which
   * waits for a line on standard input between two calls of the same client.
   */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    switch (arguments[1]) {
      case "all" -> all(url);
      case "one" -> System.out.println("one: " + sync(new OkHttpClient(), url, false));
      case "attach" -> attach(url);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    System.out.println("end");
    System.out.flush();
    if (arguments.length == 2) {
      System.exit(0); // OkHttp's threads would keep the JVM for a minute
    }
  }

  private static void all(String url) throws Exception {
    OkHttpClient plain = new OkHttpClient();
    System.out.println("sync: " + sync(plain, url, false));
    System.out.println("stream: " + sync(plain, url, true));
    System.out.println("async: " + async(plain, url, false));
    System.out.println("async stream: " + async(plain, url, true));

    AtomicInteger calls = new AtomicInteger();
    AtomicInteger starts = new AtomicInteger();
    List<String> below = new CopyOnWriteArrayList<>();
    Interceptor outside =
        chain -> {
          calls.incrementAndGet();
          return chain.proceed(chain.request());
        };
    Interceptor network =
        chain -> {
          below.add(String.valueOf(chain.request().header("Authorization")));
          Response response = chain.proceed(chain.request());
          below.add(String.valueOf(response.request().header("Authorization")));
          return response;
        };
    OkHttpClient derived =
        plain
            .newBuilder()
            .addInterceptor(outside)
            .addNetworkInterceptor(network)
            .eventListener(
                new EventListener() {
                  @Override
                  public void callStart(Call call) {
                    starts.incrementAndGet();
                  }
                })
            .build();
    System.out.println("derived: " + sync(derived, url, false));
    OkHttpClient twice = derived.newBuilder().callTimeout(20, TimeUnit.SECONDS).build();
    System.out.println("twice derived: " + sync(twice, url, true));
    System.out.println("application interceptor: " + calls + ", call starts: " + starts);
    System.out.println("network interceptor: " + below.stream().distinct().toList());
    System.out.println("cancelled: " + cancelled(plain, url));
  }

  private static void attach(String url) throws Exception {
    OkHttpClient client = new OkHttpClient();
    System.out.println("before: " + sync(client, url, false));
    System.out.println("ready " + ProcessHandle.current().pid());
    System.out.flush();
    int unused = System.in.read();
    System.out.println("after: " + sync(client, url, false));
    System.out.println("after, streamed: " + async(client, url, true));
  }

  static Request request(String url, boolean stream) {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"gpt-4o-mini\""
            + (stream ? ",\"stream\":true}" : "}");
    return new Request.Builder()
        .url(url)
        .header("Authorization", "Bearer the-applications-own-key")
        .post(RequestBody.create(JSON, body))
        .build();
  }

  static String sync(OkHttpClient client, String url, boolean stream) throws IOException {
    try (Response response = client.newCall(request(url, stream)).execute()) {
      return words(response, stream);
    } catch (InterruptedIOException e) {
      return e.toString();
    }
  }

  static String async(OkHttpClient client, String url, boolean stream) throws Exception {
    CompletableFuture<String> words = new CompletableFuture<>();
    client
        .newCall(request(url, stream))
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                words.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                  words.complete(words(response, stream));
                } catch (Throwable e) { // OkHttp tells nobody
                  words.completeExceptionally(e);
                }
              }
            });
    return words.get(30, TimeUnit.SECONDS);
  }

  private static String words(Response response, boolean stream) throws IOException {
    String text = response.body().string();
    boolean whole = text.contains(stream ? "[DONE]" : "answers #");
    return response.code()
        + (whole ? " whole" : " " + text)
        + " by "
        + response.header("x-ai-lb-endpoint")
        + " for "
        + response.request().url().host();
  }

  /** A call that is cancelled while its answer comes; the endpoint must notice. */
  private static String cancelled(OkHttpClient client, String url) throws IOException {
    Call call = client.newCall(request(url, true));
    try (Response response = call.execute()) {
      boolean some = response.body().source().request(1);
      call.cancel();
      response.body().string();
      return some ? "read on" : "empty";
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }
}
