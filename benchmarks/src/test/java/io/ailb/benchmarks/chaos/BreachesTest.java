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

/**
 * What the run says of something that behaves badly: one run with all that a run looks for, as each
 * has to wait for what does not go away.
 */
@Timeout(240)
class BreachesTest {
  private static final int FEW = 240;

  @Test
  void whatBehavesBadlyIsSeen() throws Exception {
    Misbehaving between = new Misbehaving();
    List<String> breaches;
    try (Simulator simulator = SimulatorProcess.start()) {
      breaches = Chaos.run(simulator, 1, 0, FEW, between).breaches();
    }
    between.letGo();
    assertThat(breaches).anyMatch(breach -> breach.contains("truncated success"));
    assertThat(breaches).anyMatch(breach -> breach.contains("benchmarks/chaos --seed=1 --only="));
    assertThat(breaches).anyMatch(breach -> breach.contains("BREACH: hang"));
    assertThat(breaches).anyMatch(breach -> breach.contains("requests under way: "));
    assertThat(breaches).anyMatch(breach -> breach.contains("InFlight: "));
    assertThat(breaches).anyMatch(breach -> breach.contains("connections in use: "));
    assertThat(breaches).anyMatch(breach -> breach.contains("Leak["));
    assertThat(breaches).anyMatch(breach -> breach.contains("the application"));
    assertThat(breaches).anyMatch(breach -> breach.matches("(?s)seed 1: asked \\d+ of " + FEW));
    assertThat(breaches).anyMatch(breach -> breach.contains("threads left: [one too many]"));
  }

  /** In turn: cuts streams short, keeps answers open, tells keys, asks twice; hangs once. */
  private static final class Misbehaving implements Interceptor {
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Response> kept = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Response intercept(Chain chain) throws IOException {
      int number = count.incrementAndGet();
      if (number == FEW / 2) {
        Thread stray = new Thread(this::stays, "one too many");
        stray.setDaemon(true);
        stray.start();
        stays();
      }
      return switch (number % 4) {
        case 0 -> cutShort(chain.proceed(chain.request()));
        case 1 -> leftOpen(chain.proceed(chain.request()));
        case 2 -> chain.proceed(withKey(chain.request()));
        default -> {
          chain.proceed(chain.request()).close();
          yield chain.proceed(chain.request());
        }
      };
    }

    private void stays() {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static Response cutShort(Response response) throws IOException {
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
    }

    private Response leftOpen(Response response) throws IOException {
      kept.add(response); // or it would be noticed that it was lost
      return response.newBuilder().body(response.peekBody(50)).build();
    }

    private static Request withKey(Request request) throws IOException {
      Buffer buffer = new Buffer();
      request.body().writeTo(buffer);
      String told = buffer.readUtf8().replace("chaos ", Tongue.OWN_KEY + " chaos ");
      RequestBody body = RequestBody.create(told, request.body().contentType());
      return request.newBuilder().post(body).build();
    }

    void letGo() {
      end.countDown();
      kept.forEach(Response::close);
    }
  }
}
