package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.LoadBalancer;
import io.ailb.PoolBuilder;
import io.ailb.expose.PoolStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An asynchronous client over real connections: who leaves is gone, who can wait is answered. */
@Timeout(60)
class NetLeavingTest {
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration DEADLINE = Duration.ofMillis(300);

  /** A machine with other work may be late; several times in a row it is we who are. */
  private static final int TRIES = 3;

  /** With those whose time was over before they came as far as they were meant to leave. */
  private static final int ALL_TRIES = 20;

  private static final HttpClient CLIENT = NetCall.client();
  private static ServerSocket hole;
  private static final List<Socket> inHole = new ArrayList<>();

  private LoadBalancer balancer;

  /** What is under way when the caller leaves. */
  enum Stage {
    CONNECTING,
    QUEUE,
    BACKOFF,
    HEAD,
    HELD,
    SHOWN;

    boolean isWait() {
      return this == QUEUE || this == BACKOFF;
    }

    String answer(boolean stream) {
      return switch (this) {
        case BACKOFF -> "HTTP/1.1 500 Error\r\ncontent-length: 2\r\n\r\n{}";
        case HELD ->
            stream
                ? Halting.begun("text/event-stream", ": ping\n\n")
                : Halting.begun("application/json", "{\"choices\":");
        case SHOWN ->
            stream
                ? Halting.begun("text/event-stream", Reply.token("one"))
                : Halting.begun("application/json", "{\"x\":\"" + "y".repeat(70_000));
        default -> "";
      };
    }
  }

  static Stream<Arguments> leavings() {
    return Arrays.stream(Stage.values())
        .flatMap(
            stage ->
                Stream.of(false, true)
                    .flatMap(
                        stream ->
                            (stage == Stage.BACKOFF ? Stream.of(true) : Stream.of(true, false))
                                .map(cancels -> Arguments.of(stage, stream, cancels))));
  }

  /** Its queue is full: the kernel answers no further connection. */
  @BeforeAll
  static void dig() throws IOException {
    hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    while (true) {
      Socket socket = new Socket();
      inHole.add(socket);
      try {
        socket.connect(hole.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  @AfterAll
  static void fill() throws IOException {
    hole.close();
    for (Socket socket : inHole) {
      socket.close();
    }
  }

  @AfterEach
  void close() {
    balancer.close();
  }

  private void pool(Consumer<PoolBuilder> more, String... origins) {
    balancer =
        LoadBalancer.builder()
            .set("management.jmx.enabled", false)
            .pool(
                pool -> {
                  pool.set("routing.strategy", "ordered").set("match.hosts", "*");
                  for (int i = 0; i < origins.length; i++) {
                    String name = String.valueOf((char) ('a' + i));
                    String origin = origins[i];
                    boolean narrow = origins.length == 1;
                    pool.endpoint(
                        e -> {
                          e.name(name).provider("openai").baseUrl(origin).apiKey("key-" + name);
                          e.set("limits.rpm", 50);
                          if (narrow) {
                            e.set("limits.concurrency", 1);
                          }
                        });
                  }
                  more.accept(pool);
                })
            .build();
  }

  private PoolStats pool() {
    return balancer.stats().pools().get(0);
  }

  private static void eventually(BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came to be").isLessThan(until);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @ParameterizedTest
  @MethodSource("leavings")
  void whoLeavesIsGoneAtOnce(Stage stage, boolean stream, boolean cancels) throws Exception {
    assertThat(leavesAtOnce(() -> leaves(stage, stream, cancels))).isLessThan(AT_ONCE);
  }

  /** One leaving. */
  private interface Leaving {
    long once() throws Exception;
  }

  /** How long the first of a few takes that is gone at once, or the last of them. */
  private long leavesAtOnce(Leaving leaving) throws Exception {
    long nanos = Long.MAX_VALUE;
    int told = 0;
    for (int all = 0; told < TRIES && nanos > AT_ONCE; all++) {
      if (all > 0) {
        balancer.close();
      }
      try {
        nanos = leaving.once();
        told++;
      } catch (Early e) {
        if (all + 1 >= ALL_TRIES) {
          throw e;
        }
      }
    }
    return nanos;
  }

  /** The caller's time was over before it came so far, which tells nothing of leaving there. */
  private static final class Early extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static void awaits(CompletableFuture<?> stage, NetCall call, boolean hasTime)
      throws Exception {
    CompletableFuture<?> over = call.whole.handle((text, e) -> "");
    CompletableFuture.anyOf(stage.handle((it, e) -> ""), over).get(10, TimeUnit.SECONDS);
    boolean reached = stage.isDone() && !stage.isCompletedExceptionally();
    if (!reached && !hasTime) {
      throw new Early();
    }
    assertThat(reached).as("it ended before anybody left").isTrue();
  }

  private long leaves(Stage stage, boolean stream, boolean cancels) throws Exception {
    try (Halting provider = new Halting(stage.answer(stream));
        Halting other = new Halting("")) {
      String origin =
          stage == Stage.CONNECTING ? "http://127.0.0.1:" + hole.getLocalPort() : provider.origin();
      Consumer<PoolBuilder> backoff =
          pool ->
              pool.set("retries.perEndpoint", 3)
                  .set("retries.backoff.initial", "20s")
                  .set("retries.backoff.max", "20s");
      if (stage.isWait()) {
        pool(backoff, origin);
      } else {
        pool(pool -> {}, origin, other.origin());
      }
      NetCall before = null;
      if (stage == Stage.QUEUE) {
        before = NetCall.start(CLIENT, balancer, Call.chat());
        provider.silent.get(10, TimeUnit.SECONDS);
      }
      long began = System.nanoTime();
      Call call = stream ? Call.stream() : Call.chat();
      NetCall own = NetCall.start(CLIENT, balancer, cancels ? call : call.deadline(DEADLINE));
      switch (stage) {
        case CONNECTING -> {}
        case QUEUE, BACKOFF -> {
          eventually(() -> pool().queued() == 1 || own.whole.isDone());
          if (own.whole.isDone() && !cancels) {
            stops(before);
            throw new Early();
          }
        }
        case SHOWN -> awaits(own.head.thenApply(NetLeavingTest::good), own, cancels);
        default -> awaits(provider.silent, own, cancels);
      }
      long left = System.nanoTime();
      if (cancels) {
        own.cancel();
      } else {
        left = began + DEADLINE.toNanos();
      }
      boolean unseen = stage.isWait() || stage == Stage.CONNECTING;
      long seen =
          unseen
              ? own.whole.handle((text, e) -> System.nanoTime()).get(10, TimeUnit.SECONDS)
              : provider.left.get(10, TimeUnit.SECONDS);
      own.whole.handle((text, e) -> "").get(10, TimeUnit.SECONDS);
      assertThat(pool().inFlight()).isEqualTo(stage == Stage.QUEUE ? 1 : 0);
      assertThat(pool().queued()).isZero();
      assertThat(pool().endpoints().get(0).requestsPerMinuteUsed())
          .isEqualTo(stage == Stage.BACKOFF ? 2 : 1);
      assertThat(other.requests).hasValue(0);
      assertThat(balancer.stats().bugs()).isZero();
      stops(before);
      return seen - left;
    }
  }

  /** And not one of ours, that its time is over. */
  private static AnswerHead good(AnswerHead head) {
    assertThat(head.status()).isEqualTo(200);
    return head;
  }

  private static void stops(NetCall call) {
    if (call != null) {
      call.cancel();
    }
  }

  // A client whose timeout runs until the head.

  private static final String PINGS = Halting.begun("text/event-stream", ": ping\n\n");
  private static final Duration HEAD_WITHIN = Duration.ofSeconds(1);
  private static final Duration FIRST_TOKEN = Duration.ofMillis(1_250);

  private static void tokenIn(Halting provider) {
    CompletableFuture.delayedExecutor(FIRST_TOKEN.toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              try {
                provider.ends(": ping\n\n" + Reply.token("late") + Reply.FINISH + Reply.DONE);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aLateFirstTokenIsAnsweredAsWithoutUs(int endpoints) throws Exception {
    try (Halting provider = new Halting(PINGS);
        Halting other = new Halting("")) {
      if (endpoints < 2) {
        pool(pool -> {}, provider.origin());
      } else {
        pool(pool -> {}, provider.origin(), other.origin());
      }
      tokenIn(provider);
      String text;
      if (endpoints == 0) { // without us
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(provider.origin())).timeout(HEAD_WITHIN).build();
        text =
            CLIENT
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .get(10, TimeUnit.SECONDS)
                .body();
      } else {
        NetCall call = NetCall.start(CLIENT, balancer, Call.stream().headDeadline(HEAD_WITHIN));
        assertThat(call.head.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        text = call.whole.get(10, TimeUnit.SECONDS);
      }
      assertThat(text).contains("late").endsWith(Reply.DONE);
      assertThat(other.requests).hasValue(0);
    }
  }

  /** And where not even the head comes, it ends as its own client would. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aHeadThatDoesNotComeIsItsTimeout(int endpoints) throws Exception {
    assertThat(leavesAtOnce(() -> headDoesNotCome(endpoints))).isLessThan(AT_ONCE);
  }

  private long headDoesNotCome(int endpoints) throws Exception {
    try (Halting provider = new Halting("");
        Halting other = new Halting("")) {
      if (endpoints < 2) {
        pool(pool -> {}, provider.origin());
      } else {
        pool(pool -> {}, provider.origin(), other.origin());
      }
      long began = System.nanoTime();
      NetCall call = NetCall.start(CLIENT, balancer, Call.stream().headDeadline(DEADLINE));
      assertThatThrownBy(() -> call.head.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(HttpTimeoutException.class);
      if (!provider.silent.isDone()) {
        throw new Early();
      }
      assertThat(pool().inFlight()).isZero();
      return provider.left.get(10, TimeUnit.SECONDS) - began - DEADLINE.toNanos();
    }
  }
}
