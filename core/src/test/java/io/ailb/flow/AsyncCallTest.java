package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.LoadBalancer;
import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the driver adds to an exchange; that it drives well, the contracts say. */
@Timeout(60)
class AsyncCallTest {
  /** Does nothing by itself, and notes what it is told. */
  private static class Client implements AsyncCall.Client {
    final List<String> told = new ArrayList<>();
    AsyncCall.Leg leg;
    int asked;

    @Override
    public void send(WireRequest request, AsyncCall.Leg newLeg) {
      leg = newLeg;
      told.add("send");
      leg.closeBy(() -> told.add("close"));
    }

    @Override
    public void answer(AnswerHead head, AsyncCall.@Nullable Leg from) {
      told.add("answer " + head.status());
    }

    @Override
    public void bytes(List<ByteBuffer> pieces) {
      told.add("bytes");
    }

    @Override
    public void ended(@Nullable Failure failure) {
      told.add(failure == null ? "ended" : "failed");
    }

    @Override
    public void left(Failure why) {
      told.add("left");
    }

    @Override
    public void untouched() {
      told.add("untouched");
    }

    @Override
    public void broken(Throwable why) {
      told.add("broken by " + why.getMessage());
    }

    void head() {
      leg.head(200, HttpFields.of("content-type", "text/event-stream"), () -> asked++);
    }

    void token(String text) {
      leg.body(List.of(ByteBuffer.wrap(Reply.token(text).getBytes(UTF_8))));
    }
  }

  private static AsyncCall call(World world, Client client) {
    return new AsyncCall(TestAdapter.begin(world, Call.stream()), client, Runnable::run);
  }

  /** Or else who waits would wait for ever. */
  @Test
  void aClientThatFailsInTheLastThingItHearsIsToldSo() {
    try (World world = World.tiers(1)) {
      Client client =
          new Client() {
            @Override
            public void ended(@Nullable Failure failure) {
              throw new NoSuchMethodError("its end");
            }
          };
      AsyncCall call = call(world, client);
      call.start();
      client.head();
      client.token("one");
      call.demand(9);
      client.leg.body(List.of(ByteBuffer.wrap((Reply.FINISH + Reply.DONE).getBytes(UTF_8))));
      client.leg.end();
      assertThat(client.told).endsWith("broken by its end");
      assertThat(world.pool().inFlight()).isZero();

      Client aside =
          new Client() {
            @Override
            public void send(WireRequest request, AsyncCall.Leg newLeg) {
              throw new NoSuchMethodError("a fault of ours");
            }

            @Override
            public void untouched() {
              throw new NoSuchMethodError("its own request");
            }
          };
      call(world, aside).start();
      assertThat(aside.told).containsExactly("broken by its own request");
    }
  }

  /** As the JDK's client brings them. */
  @Test
  void wholeEventsInBuffersThatShowNoArrayGoOnAsTheyCame() {
    try (World world = World.tiers(1)) {
      List<List<ByteBuffer>> passed = new ArrayList<>();
      Client client =
          new Client() {
            @Override
            public void bytes(List<ByteBuffer> pieces) {
              passed.add(pieces);
            }
          };
      AsyncCall call = call(world, client);
      call.start();
      client.head();
      call.demand(Long.MAX_VALUE);
      List<List<ByteBuffer>> brought = new ArrayList<>();
      StringBuilder said = new StringBuilder();
      // The first is read, others are like it; some come in halves, one in a piece with half of the
      // next, and one is large.
      String large = Reply.token("5".repeat(5000));
      String end = Reply.token("6") + Reply.FINISH + Reply.DONE;
      for (String text :
          List.of(
              Reply.token("1"),
              Reply.token("2"),
              Reply.token("3").substring(0, 20),
              Reply.token("3").substring(20),
              Reply.token("4") + large.substring(0, 9),
              large.substring(9),
              Reply.token("and 7"),
              end)) {
        said.append(text);
        List<ByteBuffer> pieces = List.of(ByteBuffer.wrap(text.getBytes(UTF_8)).asReadOnlyBuffer());
        brought.add(pieces);
        client.leg.body(pieces);
      }
      assertThat(
              passed.stream()
                  .flatMap(List::stream)
                  .map(AsyncCallTest::text)
                  .collect(Collectors.joining()))
          .as("the same, though looked at long after it was handed over")
          .isEqualTo(said.toString());
      assertThat(passed.get(1)).isSameAs(brought.get(1));
      assertThat(passed.get(1).get(0)).isSameAs(brought.get(1).get(0));
      assertThat(client.told).doesNotContain("failed");
    }
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes.duplicate()).toString();
  }

  @Test
  void aPieceIsAskedForOnlyWhenTheApplicationWantsOne() {
    try (World world = World.tiers(1)) {
      Client client = new Client();
      AsyncCall call = call(world, client);
      call.start();
      client.head();
      assertThat(client.asked).as("the only endpoint: shown at once").isZero();
      call.demand(1);
      assertThat(client.asked).isEqualTo(1);
      client.token("one");
      assertThat(client.asked).isEqualTo(1);
      call.demand(2);
      assertThat(client.asked).isEqualTo(2);
      client.token("two");
      assertThat(client.asked).isEqualTo(3);
      assertThat(client.told).containsExactly("send", "answer 200", "bytes", "bytes");
      call.cancel();
      assertThat(client.told).endsWith("close");
      assertThat(world.pool().inFlight()).isZero();
    }
  }

  @Test
  void thePlaceOfAnAnswerThatNobodyReadsIsGivenBack() {
    try (World world = World.tiers(1)) {
      Client client = new Client();
      AsyncCall call = call(world, client);
      call.start();
      client.head();
      call.demand(1);
      client.token("one");
      world.time.pass(Duration.ofMinutes(9));
      assertThat(world.pool().inFlight()).isEqualTo(1);
      world.time.pass(Duration.ofMinutes(2));
      assertThat(world.pool().inFlight()).isZero();
      assertThat(world.lost).hasSize(1);

      call.demand(1); // somebody comes for it after all
      client.token("two");
      assertThat(client.told).containsExactly("send", "answer 200", "bytes", "bytes");
    }
  }

  @Test
  void idleTimeDoesNotRunWhileTheApplicationDoesNotAsk() {
    try (World world = World.tiers(1)) {
      Client client = new Client();
      AsyncCall call = call(world, client);
      call.start();
      client.head();
      call.demand(1);
      client.token("one");
      world.time.pass(Duration.ofMinutes(5)); // timeouts.idle is half a minute
      assertThat(client.told).doesNotContain("close");
      call.demand(1);
      world.time.pass(Duration.ofMinutes(2));
      assertThat(client.told).contains("close");
    }
  }

  @Test
  void anErrorOfTheClientsOwnLeavesTheRequestUntouchedAndNothingHangs() {
    try (World world = World.tiers(1, 1)) {
      Client client =
          new Client() {
            @Override
            public void send(WireRequest request, AsyncCall.Leg newLeg) {
              throw new NoSuchMethodError("of an older version");
            }
          };
      call(world, client).start();
      assertThat(client.told).containsExactly("untouched");
      assertThat(world.pool().inFlight()).isZero();
    }
  }

  @Test
  void aRequestThatTheClientCannotWriteGoesElsewhere() {
    try (World world = World.tiers(1, 1)) {
      AtomicInteger tries = new AtomicInteger();
      Client client =
          new Client() {
            @Override
            public void send(WireRequest request, AsyncCall.Leg newLeg) {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalArgumentException("a bad header");
              }
              super.send(request, newLeg);
            }
          };
      call(world, client).start();
      assertThat(client.told).containsExactly("send");
      assertThat(world.bugs).hasSize(1);
    }
  }

  @Test
  void whenNoThreadIsToBeHadTheCallEnds() {
    try (World world = World.tiers(1)) {
      Client client = new Client();
      AsyncCall call =
          new AsyncCall(
              TestAdapter.begin(world, Call.stream()),
              client,
              task -> {
                throw new RejectedExecutionException("shut down");
              });
      call.start();
      world.time.pass(Duration.ofMinutes(20));
      assertThat(client.told).containsExactly("send", "close", "broken by shut down");
      assertThat(world.pool().inFlight()).isZero();
    }
  }

  @Test
  void whoLeavesWhileItIsBeingSentIsNotSentFor() {
    try (World world = World.tiers(1)) {
      AtomicReference<AsyncCall> call = new AtomicReference<>();
      Client client =
          new Client() {
            @Override
            public void send(WireRequest request, AsyncCall.Leg newLeg) {
              call.get().cancel();
              super.send(request, newLeg);
            }
          };
      call.set(call(world, client));
      call.get().start();
      assertThat(client.told).containsExactly("send", "close");
      assertThat(world.pool().inFlight()).isZero();
    }
  }

  /** Reports, demand and cancel from threads of their own: told by one at a time, ended once. */
  @Test
  void itTellsOneThingAtATimeAndEndsOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (LoadBalancer balancer = balancer()) {
      Random random = new Random(7);
      for (int i = 0; i < 2_000; i++) {
        Racing client = new Racing(threads, random.nextInt(12), random.nextInt(10) == 0);
        Exchange exchange =
            balancer
                .begin("caller.host", 443, "/v1/chat/completions")
                .request(
                    "POST",
                    "/v1/chat/completions",
                    HttpFields.none(),
                    "{\"model\":\"gpt\",\"messages\":[],\"stream\":true}".getBytes(UTF_8),
                    CallerTime.UNBOUNDED);
        AsyncCall call = new AsyncCall(exchange, client, threads);
        client.call = call;
        call.start();
        if (random.nextInt(3) == 0) {
          threads.execute(call::cancel);
        } else {
          assertThat(client.over.await(20, TimeUnit.SECONDS)).as("run " + i).isTrue();
          assertThat(client.ends).hasValue(1);
        }
        assertThat(client.collisions).hasValue(0);
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(balancer.stats().pools().get(0).inFlight()).isZero();
      assertThat(balancer.stats().bugs()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static LoadBalancer balancer() {
    return LoadBalancer.builder()
        .set("management.jmx.enabled", false)
        .properties(Map.of())
        .pool(
            pool ->
                pool.set("match.hosts", "*")
                    .set("retries.budget", "100%")
                    .set("queue.maxWait", "0s")
                    .endpoint(e -> e.name("a").provider("openai").apiKey("key-of-a"))
                    .endpoint(e -> e.name("b").provider("openai").apiKey("key-of-b")))
        .build();
  }

  /** Answers on other threads than it is asked on; some streams break. */
  private static final class Racing implements AsyncCall.Client {
    final CountDownLatch over = new CountDownLatch(1);
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger collisions = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final ExecutorService threads;
    private final int tokens;
    private final boolean breaks;
    AsyncCall call;

    private Racing(ExecutorService threads, int tokens, boolean breaks) {
      this.threads = threads;
      this.tokens = tokens;
      this.breaks = breaks;
    }

    private void alone(Runnable what) {
      if (inside.getAndIncrement() != 0) {
        collisions.incrementAndGet();
      }
      what.run();
      inside.decrementAndGet();
    }

    @Override
    public void send(WireRequest request, AsyncCall.Leg leg) {
      AtomicInteger left = new AtomicInteger(tokens);
      alone(
          () ->
              threads.execute(
                  () ->
                      leg.head(
                          200,
                          HttpFields.of("content-type", "text/event-stream"),
                          () -> threads.execute(() -> next(leg, left)))));
    }

    private void next(AsyncCall.Leg leg, AtomicInteger left) {
      if (left.getAndDecrement() > 0) {
        leg.body(List.of(ByteBuffer.wrap(Reply.token("x").getBytes(UTF_8))));
      } else if (breaks) {
        leg.broke(new SocketException("Connection reset"));
      } else if (left.get() == -1) {
        leg.body(List.of(ByteBuffer.wrap((Reply.FINISH + Reply.DONE).getBytes(UTF_8))));
      } else {
        leg.end();
      }
    }

    @Override
    public void answer(AnswerHead head, AsyncCall.@Nullable Leg leg) {
      alone(() -> threads.execute(() -> call.demand(1)));
    }

    @Override
    public void bytes(List<ByteBuffer> pieces) {
      alone(() -> threads.execute(() -> call.demand(1)));
    }

    @Override
    public void ended(@Nullable Failure failure) {
      alone(this::end);
    }

    @Override
    public void left(Failure why) {
      alone(this::end);
    }

    @Override
    public void untouched() {
      alone(this::end);
    }

    @Override
    public void broken(Throwable why) {
      // The threads are gone at the end of the test.
      alone(this::end);
    }

    private void end() {
      ends.incrementAndGet();
      over.countDown();
    }
  }
}
