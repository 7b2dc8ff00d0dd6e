package io.ailb.agent.app;

import com.sun.net.httpserver.HttpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelId;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.tcp.SslProvider;

/** Reactor Netty's client alone, and Spring's WebClient over it and over the JDK's. */
public final class ReactorNettyApp {
  private static final String KEY = "Bearer the-applications-own-key";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So many are timed. */
  public static final int STREAMS = 3;

  private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
      new ParameterizedTypeReference<>() {};

  private ReactorNettyApp() {}

  /** Takes what to do, and the URL to post to. */
  public static void main(String[] arguments) {
    try {
      run(arguments[0], arguments[1]);
      lookForLeaks();
      System.out.println("end");
      System.out.flush();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(String what, String url) throws Exception {
    switch (what) {
      case "all" -> all(url);
      case "one" -> say("one", single(HttpClient.create(), url));
      case "attach" -> attach(url);
      case "bypass" -> bypass(url);
      case "many" -> many(url);
      case "silence" -> silence(url);
      case "stream" -> stream(web(HttpClient.create()), url);
      case "jdk" -> jdk(url);
      case "http2" -> http2(url);
      case "socket" -> socket(url);
      case "leak" -> leak();
      default -> throw new IllegalArgumentException(what);
    }
  }

  private static void say(String way, String words) {
    System.out.println(way + ": " + words);
    System.out.flush();
  }

  private static void all(String url) {
    HttpClient client = HttpClient.create();
    say("single", single(client, url));
    say("chunked", chunked(client, url));
    say("mono uri", monoUri(client, url));
    say("content", content(client, url));
    say("hooks", hooks(client, url));
    say("base url", baseUrl(client, url));
    say("expecting", expecting(client, url));
    say("get", get(client, url));
    WebClient web = web(client);
    say("web mono", webMono(web, url));
    say("web flux", webFlux(web, url));
    say("web exchange", webExchange(web, url));
    say("web slow reader", webSlowReader(web, url));
  }

  private static void attach(String url) throws Exception {
    HttpClient client = HttpClient.create();
    WebClient web = web(client);
    say("before", single(client, url));
    say("ready", "now");
    int unused = System.in.read();
    say("after", single(client, url));
    say("after, streamed", webFlux(web, url));
  }

  private static WebClient web(HttpClient client) {
    return WebClient.builder()
        .clientConnector(new ReactorClientHttpConnector(client.compress(true)))
        .defaultHeader("Authorization", KEY)
        .build();
  }

  private static String body(boolean stream) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"gpt-4o-mini\""
        + (stream ? ",\"stream\":true}" : "}");
  }

  private static Mono<ByteBuf> bytes(String text) {
    return Mono.fromSupplier(
        () -> {
          ByteBuf bytes = PooledByteBufAllocator.DEFAULT.buffer();
          bytes.writeCharSequence(text, StandardCharsets.UTF_8);
          return bytes;
        });
  }

  private static void json(HttpHeaders headers) {
    headers.set("Authorization", KEY).set("Content-Type", "application/json");
  }

  private static String single(HttpClient client, String url) {
    return client
        .headers(ReactorNettyApp::json)
        .post()
        .uri(url)
        .send(bytes(body(false)))
        .responseSingle(
            (answer, text) -> text.asString().map(all -> words(answer, all, "answers #")))
        .onErrorResume(failure -> Mono.just(failure.toString()))
        .block(PATIENCE);
  }

  private static String chunked(HttpClient client, String url) {
    String text = body(true);
    return client
        .headers(ReactorNettyApp::json)
        .post()
        .uri(url)
        .send(Flux.concat(bytes(text.substring(0, 20)), bytes(text.substring(20))))
        .response(
            (answer, pieces) ->
                pieces.asString().collectList().map(all -> words(answer, all, "[DONE]")))
        .blockLast(PATIENCE);
  }

  private static String monoUri(HttpClient client, String url) {
    return client
        .headersWhen(headers -> Mono.fromSupplier(() -> headers.set("Authorization", KEY)))
        .post()
        .uri(Mono.fromSupplier(() -> url))
        .send(bytes(body(false)))
        .responseSingle(
            (answer, text) -> text.asString().map(all -> words(answer, all, "answers #")))
        .block(PATIENCE);
  }

  private static String content(HttpClient client, String url) {
    String text =
        client
            .headers(ReactorNettyApp::json)
            .post()
            .uri(url)
            .send(bytes(body(true)))
            .responseContent()
            .aggregate()
            .asString()
            .block(PATIENCE);
    return text.contains("[DONE]") ? "whole" : text;
  }

  /**
   * The application's hooks meet its own requests once, and no key but its own; and connections are
   * used again.
   */
  private static String hooks(HttpClient client, String url) {
    Set<ChannelId> connections = ConcurrentHashMap.newKeySet();
    AtomicInteger answers = new AtomicInteger();
    List<String> keys = new ArrayList<>();
    HttpClient hooked =
        client
            .wiretap("wire") // a pool of connections of its own
            .doOnConnected(connection -> connections.add(connection.channel().id()))
            .doOnRequest(
                (request, connection) -> {
                  keys.add(request.requestHeaders().get("Authorization"));
                })
            .doOnResponse((answer, connection) -> answers.incrementAndGet());
    String words = "";
    for (int i = 0; i < 6; i++) {
      words = single(hooked, url);
    }
    // The next may begin before the last has given its connection back; not each time.
    return keys.equals(Collections.nCopies(6, KEY)) && answers.get() == 6 && connections.size() < 6
        ? words
        : keys + " " + answers + " " + connections;
  }

  private static String baseUrl(HttpClient client, String url) {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    return single(client.baseUrl(url.substring(0, path)), url.substring(path));
  }

  private static String words(HttpClientResponse answer, Object body, String end) {
    String text = body.toString();
    return answer.status().code()
        + (text.contains(end) ? " whole" : " " + text)
        + " by "
        + answer.responseHeaders().get("x-ai-lb-endpoint");
  }

  private static WebClient.RequestHeadersSpec<?> post(WebClient web, String url, boolean stream) {
    return web.post().uri(url).contentType(MediaType.APPLICATION_JSON).bodyValue(body(stream));
  }

  private static String webMono(WebClient web, String url) {
    ResponseEntity<String> answer =
        post(web, url, false).retrieve().toEntity(String.class).block(PATIENCE);
    return webWords(answer.getStatusCode().value(), answer.getHeaders(), answer.getBody());
  }

  private static String webWords(
      int status, org.springframework.http.HttpHeaders headers, String text) {
    return status
        + (text.contains("answers #") || text.contains("[DONE]") ? " whole" : " " + text)
        + " by "
        + headers.getFirst("x-ai-lb-endpoint");
  }

  private static String webFlux(WebClient web, String url) {
    List<String> events = events(web, url).collectList().block(PATIENCE);
    return events.get(events.size() - 1).equals("[DONE]") ? "whole" : events.toString();
  }

  private static Flux<String> events(WebClient web, String url) {
    return post(web, url, true)
        .retrieve()
        .bodyToFlux(EVENT)
        .map(event -> String.valueOf(event.data()));
  }

  private static void stream(WebClient web, String url) throws Exception {
    say("warm", webFlux(web, url));
    for (int i = 1; i <= STREAMS; i++) {
      List<Long> times = new ArrayList<>();
      Long unused =
          events(web, url).doOnNext(event -> times.add(System.nanoTime())).count().block(PATIENCE);
      long first = times.get(0);
      List<Long> millis = times.stream().map(time -> (time - first) / 1_000_000).toList();
      say("stream " + i, millis.toString().replaceAll("[\\[\\] ]", ""));
    }

    List<String> two = events(web, url).take(2).collectList().block(PATIENCE);
    say("cancelled after", two.size() + " events");
    int unusedLine = System.in.read();
  }

  private static String webExchange(WebClient web, String url) {
    return post(web, url, true)
        .exchangeToMono(
            answer ->
                answer
                    .bodyToMono(String.class)
                    .map(
                        text ->
                            webWords(
                                answer.statusCode().value(),
                                answer.headers().asHttpHeaders(),
                                text)))
        .block(PATIENCE);
  }

  /** Who asks for one event at a time gets them all. */
  private static String webSlowReader(WebClient web, String url) {
    String last =
        events(web, url)
            .limitRate(1)
            .concatMap(data -> Mono.delay(Duration.ofMillis(1)).thenReturn(data), 1)
            .blockLast(PATIENCE);
    return last.equals("[DONE]") ? "whole" : last;
  }

  private static String get(HttpClient client, String url) {
    return client
        .headers(ReactorNettyApp::json)
        .get()
        .uri(url.replace("chat/completions", "models"))
        .responseSingle((answer, text) -> text.asString().map(all -> words(answer, all, "data")))
        .block(PATIENCE);
  }

  static Map<String, Callable<String>> ways(String url) {
    HttpClient client = HttpClient.create().followRedirect(true);
    WebClient web = web(client);
    Map<String, Callable<String>> ways = new LinkedHashMap<>();
    ways.put("single", () -> single(client, url));
    ways.put("chunked", () -> chunked(client, url));
    ways.put("mono uri", () -> monoUri(client, url));
    ways.put("web mono", () -> webMono(web, url));
    ways.put("web exchange", () -> webExchange(web, url));
    return ways;
  }

  /** What is not ours after all goes where it was going, in every way of sending. */
  private static void bypass(String url) {
    HttpClient client = HttpClient.create().headers(all -> all.set("x-ai-lb-bypass", "true"));
    say("single", single(client, url));
    say("chunked", chunked(client, url));
    say("content", content(client, url));
    say("expecting", expecting(client, url));
    WebClient web = web(client);
    say("web mono", webMono(web, url));
    say("web flux", webFlux(web, url));
    say("web slow reader", webSlowReader(web, url));
  }

  /** Many at once, some of which leave. */
  private static void many(String url) {
    HttpClient client = HttpClient.create();
    WebClient web = web(client);
    long whole =
        Flux.range(0, 200)
            .flatMap(
                i ->
                    i % 4 == 0
                        ? events(web, url).take(3).then(Mono.just("left"))
                        : events(web, url).last(),
                32)
            .filter("[DONE]"::equals)
            .count()
            .block(PATIENCE);
    say("many", whole + " whole");
  }

  private static String expecting(HttpClient client, String url) {
    return single(client.headers(all -> all.set("Expect", "100-continue")), url);
  }

  /** The application's own timeout. */
  private static void silence(String url) {
    say("silence", single(HttpClient.create().responseTimeout(Duration.ofMillis(700)), url));
  }

  private static void http2(String url) {
    SslProvider.GenericSslContextSpec<?> trusting =
        Http2SslContextSpec.forClient()
            .configure(context -> context.trustManager(InsecureTrustManagerFactory.INSTANCE));
    HttpClient client =
        HttpClient.create()
            .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
            .secure(tls -> tls.sslContext(trusting));
    say("single", single(client, url));
    say("chunked", chunked(client, url));
    say("web flux", webFlux(web(client), url));
  }

  private static void jdk(String url) {
    java.net.http.HttpClient client =
        java.net.http.HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
    WebClient web =
        WebClient.builder()
            .clientConnector(new JdkClientHttpConnector(client))
            .defaultHeader("Authorization", KEY)
            .build();
    say("web mono", webMono(web, url));
    say("web exchange", webExchange(web, url));
  }

  /** A WebSocket, which no pool has, to a server that knows none. */
  private static void socket(String path) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          say("asked to", exchange.getRequestHeaders().getFirst("Upgrade"));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    String outcome =
        HttpClient.create()
            .websocket()
            .uri("ws://127.0.0.1:" + server.getAddress().getPort() + path)
            .handle((in, out) -> in.receive().asString())
            .onErrorResume(failure -> Mono.just(failure.getClass().getSimpleName()))
            .blockLast(PATIENCE);
    say("socket", outcome);
  }

  private static void leak() {
    ByteBuf lost = PooledByteBufAllocator.DEFAULT.buffer(16);
    say("lost", lost.capacity() + " bytes");
  }

  /** Netty says so when it allocates after what was lost has been collected. */
  private static void lookForLeaks() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Unpooled.buffer(1).release();
      PooledByteBufAllocator.DEFAULT.buffer(1).release();
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
  }
}
