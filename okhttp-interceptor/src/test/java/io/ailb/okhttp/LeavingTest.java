package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that does not want its answer any more, at every stage of it: the provider sees
 * its connection closed at once, nothing is held any more, and the application has the exception
 * that OkHttp alone would have given it.
 */
class LeavingTest extends LabTest {
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(250);

  /** A machine with other work may be late; twice in a row it is we who are. */
  private static final int TRIES = 3;

  /** With those whose time was over before they came as far as they were meant to leave. */
  private static final int ALL_TRIES = 20;

  private static BlackHole hole;
  private static final Map<String, String> ALONE = new ConcurrentHashMap<>();

  /** What is under way when the application leaves. */
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

    /** Nobody backs off for longer than its caller waits, or has an answer to close before that. */
    boolean has(Way way) {
      return switch (way) {
        case CLOSE -> this == SHOWN;
        case TIMEOUT -> this != BACKOFF;
        default -> true;
      };
    }

    Halting provider(boolean stream) throws IOException {
      return switch (this) {
        case HELD -> Halting.afterItsHead(stream);
        case SHOWN -> Halting.inItsAnswer(stream);
        default -> Halting.beforeItsHead();
      };
    }
  }

  /** How it leaves. */
  enum Way {
    CANCEL,
    INTERRUPT,
    TIMEOUT,
    CLOSE
  }

  static Stream<Arguments> leavings() {
    return Arrays.stream(Stage.values())
        .flatMap(
            stage ->
                Arrays.stream(Way.values())
                    .filter(stage::has)
                    .flatMap(
                        way ->
                            Stream.of(false, true)
                                .flatMap(
                                    stream ->
                                        Stream.of(false, true)
                                            .map(
                                                async ->
                                                    Arguments.of(stage, way, stream, async)))));
  }

  @BeforeAll
  static void dig() throws IOException {
    hole = new BlackHole();
  }

  @AfterAll
  static void close() throws IOException {
    hole.close();
  }

  @ParameterizedTest
  @MethodSource("leavings")
  void whoLeavesIsGoneAtOnce(Stage stage, Way way, boolean stream, boolean async) throws Exception {
    String alone =
        ALONE.computeIfAbsent(stage + " " + way + " " + async, unknown -> alone(stage, way, async));
    Left balanced = leavesAtOnce(() -> balanced(stage, way, stream, async));
    assertThat(balanced.nanos).isLessThan(AT_ONCE);
    assertThat(balanced.thrown).isEqualTo(alone);
  }

  /** One leaving. */
  private interface Leaving {
    Left once() throws Exception;
  }

  /** The first of a few that is gone at once, or the last of them. */
  private Left leavesAtOnce(Leaving leaving) throws Exception {
    Left left = null;
    int told = 0;
    for (int all = 0; told < TRIES && (left == null || left.nanos > AT_ONCE); all++) {
      if (all > 0) {
        lab.close();
      }
      try {
        left = leaving.once();
        told++;
      } catch (Early e) {
        if (all + 1 >= ALL_TRIES) {
          throw e;
        }
      }
    }
    return left;
  }

  /** The caller's time was over before it came so far, which tells nothing of leaving there. */
  private static final class Early extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * How it went.
   *
   * @param thrown what the application had for it, in words
   * @param nanos until the connection was closed, as the provider sees it, or, where there is none,
   *     until the application was told
   */
  private record Left(String thrown, long nanos) {}

  /** What the same client says without us; where it has no such stage, before the head. */
  private String alone(Stage stage, Way way, boolean async) {
    try {
      if (stage == Stage.CONNECTING) {
        return way == Way.INTERRUPT && System.getProperty("ailb.okhttp").equals("okhttp-4")
            ? "java.io.InterruptedIOException: interrupted" // once it is connected
            : aloneConnecting(way, async);
      }
      return stage.isWait() && way == Way.CANCEL
          ? aloneBeforeAll(async)
          : aloneWith(stage.isWait() ? Stage.HEAD : stage, way, async);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String aloneBeforeAll(boolean async) throws Exception {
    App app = new App(new OkHttpClient.Builder(), hole.origin(), false);
    app.call.cancel();
    app.start(async);
    return app.thrown();
  }

  private String aloneConnecting(Way way, boolean async) throws Exception {
    App app = new App(client(new OkHttpClient.Builder(), way), hole.origin(), false);
    app.start(async);
    app.awaits(app.connecting);
    return app.leaves(way, app.thrown).thrown;
  }

  private String aloneWith(Stage stage, Way way, boolean async) throws Exception {
    for (int i = 1; i < ALL_TRIES; i++) {
      try {
        return aloneOnce(stage, way, async);
      } catch (Early e) {
        // once more
      }
    }
    return aloneOnce(stage, way, async);
  }

  private String aloneOnce(Stage stage, Way way, boolean async) throws Exception {
    try (Halting provider = stage.provider(true)) {
      App app = new App(client(new OkHttpClient.Builder(), way), provider.origin(), true);
      app.start(async);
      app.reaches(stage, provider);
      if (way == Way.INTERRUPT) {
        app.interrupt();
        provider.stirs(); // it does not look before something comes
        return app.thrown();
      }
      return app.leaves(way, provider.left).thrown;
    }
  }

  private Left balanced(Stage stage, Way way, boolean stream, boolean async) throws Exception {
    try (Halting provider = stage.provider(stream);
        Halting other = Halting.beforeItsHead();
        Stub failing = failing()) {
      String origin =
          switch (stage) {
            case CONNECTING -> hole.origin();
            case BACKOFF -> failing.origin();
            default -> provider.origin();
          };
      Lab own =
          new Lab()
              .endpointAt(
                  "a",
                  origin,
                  e -> {
                    e.set("limits.rpm", 50);
                    if (stage == Stage.QUEUE) {
                      e.set("limits.concurrency", 1);
                    }
                  });
      switch (stage) {
        case QUEUE -> {}
        case BACKOFF ->
            own.with(
                pool ->
                    pool.set("retries.perEndpoint", 3)
                        .set("retries.backoff.initial", "20s")
                        .set("retries.backoff.max", "20s"));
        default -> own.endpointAt("b", other.origin(), e -> {});
      }
      lab(own.start());
      CompletableFuture<Response> occupies = null;
      Call before = client().newCall(Lab.chat(false));
      if (stage == Stage.QUEUE) {
        occupies = enqueue(before);
        provider.silent.get(20, TimeUnit.SECONDS);
      }
      try {
        App app = new App(client(lab.client(), way), "https://api.openai.com", stream);
        app.start(async);
        if (stage.isWait()) {
          app.isQueued(lab);
        } else {
          app.reaches(stage, provider);
        }
        boolean unseen = stage.isWait() || stage == Stage.CONNECTING;
        Left left = app.leaves(way, unseen ? app.thrown : provider.left);
        nothingIsHeld(app, stage == Stage.QUEUE ? 1 : 0);
        boolean blamed = way == Way.TIMEOUT && (stage == Stage.CONNECTING || stage == Stage.HEAD);
        assertThat(lab.pooled("a").failures())
            .as("silence until the caller's time is over is the provider's")
            .isEqualTo(stage == Stage.BACKOFF ? 2 : blamed ? 1 : 0);
        assertThat(other.requests()).isZero();
        assertThat(provider.requests()).isEqualTo(unseen && stage != Stage.QUEUE ? 0 : 1);
        assertThat(lab.pooled("a").requestsPerMinuteUsed())
            .isEqualTo(stage == Stage.BACKOFF ? 2 : 1);
        return left;
      } finally {
        before.cancel();
        if (occupies != null) {
          assertThat(occupies).failsWithin(Duration.ofSeconds(5));
        }
      }
    }
  }

  // HTTP/2: one stream of many ends, and the connection stays.

  @ParameterizedTest
  @CsvSource({
    "HELD, CANCEL",
    "HELD, INTERRUPT",
    "HELD, TIMEOUT",
    "SHOWN, CANCEL",
    "SHOWN, INTERRUPT",
    "SHOWN, TIMEOUT",
    "SHOWN, CLOSE"
  })
  void overHttp2ItsStreamIsReset(Stage stage, Way way) throws Exception {
    assertThat(leavesAtOnce(() -> resets(stage, way)).nanos).isLessThan(AT_ONCE);
  }

  /** How long until the provider, another process, tells of it. */
  private Left resets(Stage stage, Way way) throws Exception {
    lab(new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec.tls(true).http2(true), e -> {})
            .endpoint("b", Provider.OPENAI, spec -> spec.tls(true).http2(true), e -> {})
            .start())
        .script(
            "a",
            FaultRule.of(
                    stage == Stage.HELD
                        ? new Fault.SlowFirstToken(60_000, null)
                        : new Fault.Stall(2, null, null))
                .times(1));
    App app = new App(client(lab.trusting(), way), "https://api.openai.com", true);
    app.start(false);
    app.awaits(stage == Stage.HELD ? app.head : app.shown);
    long left = app.leaves(way);
    Lab.eventually(() -> lab.log("a").get(0).clientLeftAtMillis() != null);
    long nanos = System.nanoTime() - left;
    String thrown = app.thrown();
    nothingIsHeld(app, 0);
    assertThat(lab.log("b")).isEmpty();
    OkHttpClient patient = app.client.newBuilder().callTimeout(Duration.ZERO).build();
    try (Response next = patient.newCall(Lab.chat(false)).execute()) {
      assertThat(next.code()).isEqualTo(200);
    }
    assertThat(app.client.connectionPool().connectionCount()).isEqualTo(1);
    lab.built(app.client.newBuilder());
    return new Left(thrown, nanos);
  }

  private static Stub failing() throws IOException {
    return new Stub(
        (stub, socket) -> {
          for (String head = stub.head(socket); head != null; head = stub.head(socket)) {
            Stub.body(head, socket);
            Stub.answer(socket, "500 Error", "{}", "content-type: application/json");
          }
        });
  }

  /** As soon as the application knows, whether or not it closes its answer then. */
  private void nothingIsHeld(App app, int others) throws Exception {
    assertThat(lab.inFlight()).isEqualTo(others);
    assertThat(lab.balancer.stats().pools().get(0).queued()).isZero();
    app.close();
    Lab.eventually(() -> app.isOver() && !isOursAtWork(others));
  }

  /** Whether a thread of an application is still somewhere in our code. */
  private static boolean isOursAtWork(int expected) {
    long threads =
        Thread.getAllStackTraces().values().stream()
            .filter(
                stack ->
                    Arrays.stream(stack)
                        .anyMatch(
                            frame ->
                                frame.getClassName().equals(BlockingCall.class.getName())
                                    || frame.getClassName().equals(AnswerBody.class.getName())))
            .count();
    return threads > expected;
  }

  private OkHttpClient.Builder client(OkHttpClient.Builder builder, Way way) {
    return way == Way.TIMEOUT ? builder.callTimeout(CALL_TIMEOUT) : builder;
  }

  /** An application's call, and whatever it does with it. */
  private static final class App {
    final CompletableFuture<Void> connecting = new CompletableFuture<>();
    final CompletableFuture<Void> head = new CompletableFuture<>();
    final CompletableFuture<Void> shown = new CompletableFuture<>();

    /** When it was told that its call is over, in nanoseconds. */
    final CompletableFuture<Long> thrown = new CompletableFuture<>();

    private final OkHttpClient client;
    private final Call call;
    private Thread thread;
    private long began;
    private volatile Throwable reason;
    private volatile Response response;

    App(OkHttpClient.Builder builder, String origin, boolean stream) {
      this.client =
          builder
              .eventListener(
                  new EventListener() {
                    @Override
                    public void connectStart(
                        Call started, java.net.InetSocketAddress to, java.net.Proxy proxy) {
                      connecting.complete(null);
                    }

                    @Override
                    public void responseHeadersEnd(Call answered, Response answer) {
                      head.complete(null);
                    }
                  })
              .build();
      Request chat = Lab.chat(stream);
      this.call =
          client.newCall(
              chat.newBuilder().url(HttpUrl.get(origin + chat.url().encodedPath())).build());
    }

    void start(boolean async) {
      began = System.nanoTime();
      if (!async) {
        thread = new Thread(this::execute);
        thread.start();
        return;
      }
      call.enqueue(
          new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
              ends(e);
            }

            @Override
            public void onResponse(Call answered, Response answer) {
              read(answer);
            }
          });
    }

    private void execute() {
      try {
        read(call.execute());
      } catch (Throwable e) { // OkHttp 5 throws InterruptedException, which it does not declare
        ends(e);
      }
    }

    private void read(Response answer) {
      response = answer;
      try {
        while (!answer.body().source().exhausted()) {
          answer.body().source().skip(1);
          shown.complete(null);
        }
        ends(new AssertionError("it ended well"));
      } catch (IOException | IllegalStateException e) {
        ends(e);
      }
    }

    private void ends(Throwable why) {
      reason = why;
      thrown.complete(System.nanoTime());
    }

    void reaches(Stage stage, Halting provider) throws Exception {
      awaits(stage == Stage.CONNECTING ? connecting : provider.silent);
      if (stage == Stage.HELD) {
        awaits(head);
      } else if (stage == Stage.SHOWN) {
        awaits(shown);
      }
    }

    private void awaits(CompletableFuture<Void> stage) throws Exception {
      CompletableFuture.anyOf(stage, thrown).get(20, TimeUnit.SECONDS);
      failsIfOver(stage.isDone());
    }

    void isQueued(Lab lab) throws Exception {
      Lab.eventually(() -> thrown.isDone() || queued(lab) == 1);
      failsIfOver(!thrown.isDone());
    }

    private static int queued(Lab lab) {
      return lab.balancer.stats().pools().get(0).queued();
    }

    private void failsIfOver(boolean reached) throws Early {
      if (!reached && client.callTimeoutMillis() == 0) {
        throw new AssertionError("it ended before anybody left", reason);
      }
      if (!reached) {
        throw new Early();
      }
    }

    /** Returns when it does, in nanoseconds. */
    long leaves(Way way) {
      long now = System.nanoTime();
      switch (way) {
        case CANCEL -> call.cancel();
        case INTERRUPT -> interrupt();
        case CLOSE -> response.close();
        case TIMEOUT -> {
          return began + CALL_TIMEOUT.toNanos();
        }
      }
      return now;
    }

    Left leaves(Way way, CompletableFuture<Long> noticed) throws Exception {
      long left = leaves(way);
      long nanos = noticed.get(20, TimeUnit.SECONDS) - left;
      return new Left(way == Way.CLOSE ? "" : thrown(), nanos);
    }

    void interrupt() {
      if (thread == null) {
        client.dispatcher().executorService().shutdownNow();
      } else {
        thread.interrupt();
      }
    }

    String thrown() throws Exception {
      thrown.get(20, TimeUnit.SECONDS);
      String message = String.valueOf(reason.getMessage()).toLowerCase(Locale.ROOT);
      // Of the two it depends on whether a thread is inside of a read just then.
      return Set.of("canceled", "socket closed", "socket is closed").contains(message)
          ? "canceled"
          : reason.toString();
    }

    void close() {
      if (response != null) {
        response.close();
      }
    }

    boolean isOver() {
      return (thread == null || !thread.isAlive()) && client.dispatcher().runningCallsCount() == 0;
    }
  }
}
