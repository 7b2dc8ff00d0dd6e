package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One lab a test; after it nothing is held, nothing of ours broke, no key was astray. */
@Timeout(60)
abstract class LabTest {
  Lab lab;

  /** What a test is about, where it is our own failure. */
  int bugsExpected;

  Lab lab(Lab newLab) {
    lab = newLab;
    return newLab;
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isEqualTo(bugsExpected);
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  OkHttpClient client() {
    return lab.built(lab.client());
  }

  static CompletableFuture<Response> enqueue(Call call) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            answer.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            answer.complete(response);
          }
        });
    return answer;
  }

  static Response execute(Call call, boolean async) throws IOException {
    if (!async) {
      return call.execute();
    }
    try {
      return enqueue(call).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException own) {
        throw own;
      }
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static String text(Response response) throws IOException {
    try (response) {
      return response.body().string();
    }
  }
}
