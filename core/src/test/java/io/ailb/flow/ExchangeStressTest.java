package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.LoadBalancer;
import io.ailb.expose.EndpointStats;
import io.ailb.expose.PoolStats;
import io.ailb.model.HttpFields;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.Listener;
import io.ailb.observe.RequestEnded;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads, random faults, callers that leave at any moment. */
@Timeout(60)
class ExchangeStressTest {
  private static final int THREADS = 64;

  /** Sixty-four threads against a limit of N: exactly N are sent. */
  @Test
  void concurrencyCannotOvershootALimit() throws Exception {
    int limit = 300;
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger rejected = new AtomicInteger();
    try (LoadBalancer balancer =
        LoadBalancer.builder()
            .set("management.jmx.enabled", false)
            .properties(Map.of())
            .pool(
                pool ->
                    pool.set("queue.maxWait", "0s")
                        .endpoint(
                            e ->
                                e.provider("openai")
                                    .apiKey("key")
                                    .set("learnLimits", false)
                                    .set("limits.rpm", limit)))
            .build()) {
      run(
          thread -> {
            for (int i = 0; i < 10; i++) {
              Exchange exchange = begin(balancer);
              if (exchange.next() instanceof Step.Send send) {
                sent.incrementAndGet();
                send.attempt().head(200, HttpFields.of("content-type", "application/json"));
                send.attempt().body(ByteBuffer.wrap("{}".getBytes(UTF_8)));
                assertThat(send.attempt().end()).isEqualTo(Verdict.DONE);
              } else {
                rejected.incrementAndGet();
              }
            }
          });
      assertThat(sent).hasValue(limit);
      assertThat(rejected).hasValue(THREADS * 10 - limit);
      assertThat(balancer.stats().pools().get(0).inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyRequestEndsAndNothingIsHeldWhateverHappens(long seed) throws Exception {
    int perThread = 150;
    LongAdder requestsEnded = new LongAdder();
    LongAdder attemptsEnded = new LongAdder();
    LongAdder attemptsSent = new LongAdder();
    Map<String, LongAdder> results = new ConcurrentHashMap<>();
    ScheduledExecutorService leavers = Executors.newScheduledThreadPool(4);
    try (LoadBalancer balancer = manyEndpoints()) {
      balancer.addListener(
          new Listener() {
            @Override
            public void requestEnded(RequestEnded event) {
              requestsEnded.increment();
              results.computeIfAbsent(event.result().id(), r -> new LongAdder()).increment();
            }

            @Override
            public void attemptEnded(AttemptEnded event) {
              attemptsEnded.increment();
            }
          });
      run(
          thread -> {
            Random random = new Random(seed * 1_000 + thread);
            for (int i = 0; i < perThread; i++) {
              Exchange exchange = begin(balancer);
              if (random.nextInt(5) == 0) {
                var unused =
                    leavers.schedule(
                        exchange::abandoned, random.nextInt(3_000), TimeUnit.MICROSECONDS);
              }
              drive(exchange, random, attemptsSent);
            }
          });
      leavers.shutdown();
      assertThat(leavers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

      PoolStats pool = balancer.stats().pools().get(0);
      assertThat(balancer.stats().bugs()).isZero();
      assertThat(requestsEnded.sum()).isEqualTo(THREADS * perThread);
      assertThat(attemptsEnded.sum()).isEqualTo(attemptsSent.sum());
      assertThat(pool.queued()).isZero();
      assertThat(pool.endpoints()).extracting(EndpointStats::inFlight).containsOnly(0);
      assertThat(results.keySet()).contains("success", "abandoned", "failure");
    }
  }

  private static LoadBalancer manyEndpoints() {
    return LoadBalancer.builder()
        .set("management.jmx.enabled", false)
        .properties(Map.of())
        .pool(
            pool -> {
              pool.set("breaker.openFor", "2ms")
                  .set("breaker.maxOpenFor", "4ms")
                  .set("cooldown.rateLimited", "2ms")
                  .set("cooldown.unauthorized", "3ms")
                  .set("retries.backoff.initial", "1ms")
                  .set("queue.maxWait", "50ms");
              for (int i = 0; i < 8; i++) {
                int number = i;
                pool.endpoint(
                    e ->
                        e.name("e" + number)
                            .provider("openai")
                            .baseUrl("https://e" + number)
                            .apiKey("key-number-" + number)
                            .tier(1 + number / 4)
                            .set("limits.concurrency", 5));
              }
            })
        .build();
  }

  private static Exchange begin(LoadBalancer balancer) {
    return balancer
        .begin("api.openai.com", 443, "/v1/chat/completions")
        .request(
            "POST",
            "/v1/chat/completions",
            HttpFields.none(),
            "{\"model\":\"m\",\"stream\":true}".getBytes(UTF_8),
            CallerTime.UNBOUNDED);
  }

  private static void drive(Exchange exchange, Random random, LongAdder sent) throws Exception {
    while (true) {
      Step step = exchange.next();
      if (step instanceof Step.Wait wait) {
        wait.ready().get(20, TimeUnit.SECONDS);
      } else if (step instanceof Step.Send send) {
        sent.increment();
        assertThat(URI.create(send.request().url()).getHost()).startsWith("e");
        Verdict verdict = provide(exchange, send.attempt(), random);
        if (verdict != Verdict.DROP) {
          drain(exchange);
          return;
        }
      } else {
        drain(exchange);
        return;
      }
    }
  }

  private static void drain(Exchange exchange) {
    while (exchange.take() != null) {}
  }

  private static Verdict provide(Exchange exchange, Attempt attempt, Random random) {
    attempt.patience();
    switch (random.nextInt(12)) {
      case 0 -> {
        return attempt.broke(new SocketException("reset"));
      }
      case 1 -> {
        return attempt.broke(new ConnectException("refused"));
      }
      case 2 -> {
        return attempt.broke(new SocketTimeoutException("timeout"));
      }
      case 3 -> {
        return error(attempt, 429);
      }
      case 4 -> {
        return error(attempt, 503);
      }
      case 5 -> {
        return error(attempt, new int[] {400, 401, 404, 500}[random.nextInt(4)]);
      }
      default -> {
        return stream(exchange, attempt, random);
      }
    }
  }

  private static Verdict error(Attempt attempt, int status) {
    Verdict verdict = attempt.head(status, HttpFields.of("content-type", "application/json"));
    return verdict == Verdict.HOLD ? attempt.end() : verdict;
  }

  private static Verdict stream(Exchange exchange, Attempt attempt, Random random) {
    Verdict verdict = attempt.head(200, HttpFields.of("content-type", "text/event-stream"));
    List<String> pieces = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      pieces.add(Reply.token("t"));
    }
    pieces.add(Reply.FINISH + Reply.DONE);
    boolean cut = random.nextInt(6) == 0;
    for (int i = 0;
        i < pieces.size() && (verdict == Verdict.HOLD || verdict == Verdict.PASS);
        i++) {
      if (cut && i == pieces.size() - 1) {
        return attempt.broke(new SocketException("cut"));
      }
      verdict = attempt.body(ByteBuffer.wrap(pieces.get(i).getBytes(UTF_8)));
      if (random.nextInt(3) == 0) {
        attempt.late();
      }
      if (random.nextInt(20) == 0) {
        exchange.abandoned();
      }
      drain(exchange);
    }
    return verdict == Verdict.HOLD || verdict == Verdict.PASS ? attempt.end() : verdict;
  }

  @FunctionalInterface
  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void run(Work work) throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run(number);
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(50).toMillis());
      assertThat(thread.isAlive()).as("a request hangs").isFalse();
    }
    assertThat(failures).isEmpty();
  }
}
