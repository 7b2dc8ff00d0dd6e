package io.ailb.benchmarks.scale;

import io.ailb.LoadBalancer;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Opening;
import io.ailb.flow.Step;
import io.ailb.model.HttpFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** A load balancer with so many endpoints, and requests to it that no socket carries. */
final class Fleet implements AutoCloseable {
  private static final String PATH = "/v1/chat/completions";
  private static final int BODY = 2 << 10;
  private static final long HALF_A_MINUTE = Duration.ofSeconds(30).toNanos();

  private static final HttpFields HEADERS = HttpFields.of("content-type", "text/event-stream");

  private static final byte[] EVENT = event("{\"content\":\" yes\"}", "null");
  private static final byte[] LAST = event("{}", "\"stop\"");
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  private final Path file;
  private final AtomicLong now = new AtomicLong();
  private final LoadBalancer balancer;

  private Fleet(Path file) {
    this.file = file;
    this.balancer =
        LoadBalancer.builder()
            .config(file)
            .ticker(now::get)
            .chores(Runnable::run)
            .beansAfter(Duration.ZERO)
            .build();
  }

  /**
   * Starts it.
   *
   * @param limits of each endpoint, as the file has them
   * @param beans whether MBeans are shown
   */
  static Fleet of(int endpoints, String limits, boolean beans) throws IOException {
    Path file = Files.createTempFile("ai-lb-scale", ".yaml");
    write(file, endpoints, limits, 1);
    if (!beans) {
      Files.writeString(file, "management: {jmx: {enabled: false}}\n", StandardOpenOption.APPEND);
    }
    return new Fleet(file);
  }

  private static void write(Path file, int endpoints, String limits, int weight)
      throws IOException {
    StringBuilder text = new StringBuilder("pools:\n  - name: scale\n    endpoints:\n");
    for (int i = 0; i < endpoints; i++) {
      text.append(
          """
                - {name: endpoint-%d, provider: openai, baseUrl: "https://region-%d.models.example.com/v1",
                   apiKey: sk-unused-%d, weight: %d%s}
          """
              .formatted(i, i, i, weight, limits.isEmpty() ? "" : ", limits: {" + limits + "}"));
    }
    Files.writeString(file, text);
  }

  LoadBalancer balancer() {
    return balancer;
  }

  /** Reads the file anew, in which every endpoint has changed. */
  void reload(int endpoints, int weight) throws IOException {
    write(file, endpoints, "", weight);
    balancer.reload();
  }

  /** Requests that are under way at the same time, and whose answers take up to half a minute. */
  void ask(int count) {
    List<Held> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(hold(0));
    }
    for (Held held : all) {
      now.addAndGet(HALF_A_MINUTE / count);
      answer(held);
    }
  }

  /**
   * A request that waits for its answer, or for the rest of it.
   *
   * @param words that have come
   */
  Held hold(int words) {
    Exchange exchange = begin();
    Held held = new Held(exchange, (Step.Send) exchange.next());
    if (words > 0) {
      stream(held, words);
    }
    return held;
  }

  /** What an adapter holds of a request under way. */
  record Held(Exchange exchange, Step.Send sent) {}

  /** A request of 2 KB of its own, as an adapter hands it over. */
  Exchange begin() {
    Opening opening =
        Objects.requireNonNull(balancer.begin("https", "api.openai.com", 443, PATH), "opening");
    HttpFields headers =
        HttpFields.of(
            "authorization", "Bearer the-applications-own",
            "content-type", "application/json",
            "accept", "text/event-stream",
            "user-agent", "app/1.0");
    return Objects.requireNonNull(
        opening.request("POST", PATH, headers, body(), CallerTime.UNBOUNDED), "exchange");
  }

  private static byte[] body() {
    String head = "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"";
    String tail = "\"}],\"stream\":true}";
    String text = head + "word ".repeat((BODY - head.length() - tail.length()) / 5) + tail;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void stream(Held held, int words) {
    held.sent().attempt().head(200, HEADERS);
    for (int i = 0; i < words; i++) {
      piece(held, EVENT);
    }
  }

  /** Answers it in full. */
  static void answer(Held held) {
    stream(held, 3);
    piece(held, LAST);
    piece(held, DONE);
    held.sent().attempt().end();
    drain(held.exchange());
    if (held.exchange().failure() != null) {
      throw new IllegalStateException("not answered: " + held.exchange().failure());
    }
  }

  private static void piece(Held held, byte[] piece) {
    held.sent().attempt().body(ByteBuffer.wrap(piece));
    drain(held.exchange());
  }

  private static void drain(Exchange exchange) {
    while (exchange.take() != null) {
      // the application has read it
    }
  }

  private static byte[] event(String delta, String reason) {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,\
    "model":"gpt-4o-mini","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, reason)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    balancer.close();
    Files.deleteIfExists(file);
  }
}
