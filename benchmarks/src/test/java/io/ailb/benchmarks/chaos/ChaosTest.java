package io.ailb.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand requests, and what the run says of something that behaves badly. */
@Timeout(240)
class ChaosTest {
  private static final int FEW = 120;

  private static Tally run(int requests, Interceptor between)
      throws IOException, InterruptedException {
    try (Simulator simulator = SimulatorProcess.start()) {
      return Chaos.run(simulator, 1, 0, requests, between);
    }
  }

  private static List<String> breachesOf(Interceptor between)
      throws IOException, InterruptedException {
    return run(FEW, between).breaches();
  }

  @Test
  void tenThousandRequestsEndWellAndLeaveNothing() throws Exception {
    Tally tally = run(10_000, chain -> chain.proceed(chain.request()));
    System.out.print(tally);
    assertThat(tally.breaches()).isEmpty();
    assertThat(tally.requests()).isEqualTo(10_000);
    // Or it would have shown nothing.
    assertThat(tally.answers()).isGreaterThan(6_000);
    assertThat(tally.lefts()).isGreaterThan(1_000);
    assertThat(tally.faults().values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThan(1_500);
    assertThat(tally.outcomes())
        .containsKeys("error inside a stream", "answered after failed tries");
  }

  @Test
  void streamsThatAreCutShortAreSeen() throws Exception {
    List<String> breaches =
        breachesOf(
            chain -> {
              Response response = chain.proceed(chain.request());
              ResponseBody body = response.body();
              MediaType type = body.contentType();
              if (response.code() != 200 || !String.valueOf(type).contains("event-stream")) {
                return response;
              }
              try (body) {
                String text = body.string();
                int middle = Math.max(0, text.lastIndexOf("data:", text.length() / 2));
                String half = text.substring(0, middle); // whole events
                return response.newBuilder().body(ResponseBody.create(half, type)).build();
              }
            });
    assertThat(breaches).anyMatch(breach -> breach.contains("truncated success"));
    assertThat(breaches).anyMatch(breach -> breach.contains("benchmarks/chaos --seed=1 --only="));
  }

  @Test
  void oneThatHangsIsSeen() throws Exception {
    AtomicInteger count = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    List<String> breaches =
        breachesOf(
            chain -> {
              if (count.incrementAndGet() == 60) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
              }
              return chain.proceed(chain.request());
            });
    assertThat(breaches).anyMatch(breach -> breach.contains("BREACH: hang"));
  }

  @Test
  void answersThatNobodyClosesAreSeen() throws Exception {
    List<Response> kept = Collections.synchronizedList(new ArrayList<>());
    List<String> breaches =
        breachesOf(
            chain -> {
              Response response = chain.proceed(chain.request());
              kept.add(response); // or it would be noticed that it was lost
              ResponseBody copy = response.peekBody(50);
              return response.newBuilder().body(copy).build();
            });
    assertThat(breaches).anyMatch(breach -> breach.contains("requests under way: "));
    assertThat(breaches).anyMatch(breach -> breach.contains("InFlight: "));
    assertThat(breaches).anyMatch(breach -> breach.contains("connections in use: "));
    kept.forEach(Response::close);
  }

  @Test
  void aKeyAtAProviderIsSeen() throws Exception {
    List<String> breaches =
        breachesOf(
            chain -> {
              Request request = chain.request();
              Buffer buffer = new Buffer();
              request.body().writeTo(buffer);
              String told = buffer.readUtf8().replace("chaos ", Tongue.OWN_KEY + " chaos ");
              RequestBody body = RequestBody.create(told, request.body().contentType());
              return chain.proceed(request.newBuilder().post(body).build());
            });
    assertThat(breaches).anyMatch(breach -> breach.contains("Leak["));
    assertThat(breaches).anyMatch(breach -> breach.contains("the application"));
  }

  @Test
  void requestsAndThreadsThatAreTooManyAreSeen() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger count = new AtomicInteger();
    List<String> breaches =
        breachesOf(
            chain -> {
              if (count.incrementAndGet() == 60) {
                Thread thread =
                    new Thread(
                        () -> {
                          try {
                            end.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        },
                        "one too many");
                thread.setDaemon(true);
                thread.start();
              }
              chain.proceed(chain.request()).close();
              return chain.proceed(chain.request());
            });
    end.countDown();
    assertThat(breaches).anyMatch(breach -> breach.matches("(?s)seed 1: asked \\d+ of 120"));
    assertThat(breaches).anyMatch(breach -> breach.contains("threads left: [one too many]"));
  }
}
