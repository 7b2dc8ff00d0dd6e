package io.ailb.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.plan.Latency;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that do not wait for their answer's end, as the provider sees it. */
@Timeout(60)
class LeavingTest {
  /** Within which a provider has seen it; the rest of the machine may be busy. */
  private static final long AT_ONCE_MILLIS = 1_000;

  private Lab lab =
      new Lab()
          .endpoint(
              "a", Provider.OPENAI, spec -> spec.latency(new Latency(0, 0, 50)).tokens(40), e -> {})
          .start();

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  private void isSeenToHaveLeft() throws InterruptedException {
    Lab.eventually(
        () ->
            !lab.log("a").isEmpty()
                && lab.log("a").get(0).clientLeftAtMillis() != null
                && !lab.log("a").get(0).complete());
  }

  @Test
  void aFutureThatIsCancelledWhileTheHeadIsAwaited() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)));
    CompletableFuture<HttpResponse<String>> call =
        lab.client().sendAsync(Lab.chat(false).build(), BodyHandlers.ofString());
    Lab.eventually(() -> !lab.log("a").isEmpty());
    long before = System.nanoTime();
    assertThat(call.cancel(true)).isTrue();
    isSeenToHaveLeft();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isLessThan(Duration.ofMillis(AT_ONCE_MILLIS));
    assertThat(call).isCancelled();
  }

  @Test
  void aFutureThatIsCancelledAmidTheStream() throws Exception {
    CompletableFuture<HttpResponse<String>> call =
        lab.client().sendAsync(Lab.chat(true).build(), BodyHandlers.ofString());
    Lab.eventually(() -> !lab.log("a").isEmpty() && lab.log("a").get(0).events() > 3);
    assertThat(call.cancel(true)).isTrue();
    isSeenToHaveLeft();
  }

  /** As with the JDK's own, which is asked first. */
  @Test
  void aDerivedFutureThatIsCancelledEndsTheCall() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)));
    HttpRequest own =
        HttpRequest.newBuilder(URI.create(lab.endpoints.get("a").baseUrl() + "/chat/completions"))
            .header("Authorization", "Bearer " + Lab.key("a"))
            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"messages\":[]}"))
            .build();
    cancelsADerivedOne(HttpClient.newHttpClient(), own);
    lab.simulator.resetLog();
    cancelsADerivedOne(lab.client(), Lab.chat(false).build());
  }

  private void cancelsADerivedOne(HttpClient client, HttpRequest request) throws Exception {
    CompletableFuture<String> body =
        client
            .sendAsync(request, BodyHandlers.ofString())
            .thenApply(HttpResponse::body)
            .thenApply(String::trim);
    Lab.eventually(() -> !lab.log("a").isEmpty());
    assertThat(body.cancel(true)).isTrue();
    isSeenToHaveLeft();
  }

  @Test
  void aStreamThatIsClosedEarly() throws Exception {
    HttpResponse<InputStream> answer =
        lab.client().send(Lab.chat(true).build(), BodyHandlers.ofInputStream());
    assertThat(answer.body().read()).isPositive();
    answer.body().close();
    isSeenToHaveLeft();
  }

  @Test
  void aSubscriptionThatIsCancelled() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    var unused =
        lab.client()
            .sendAsync(
                Lab.chat(true).build(),
                info ->
                    BodySubscribers.fromSubscriber(
                        new Flow.Subscriber<List<ByteBuffer>>() {
                          private Flow.Subscription subscription;

                          @Override
                          public void onSubscribe(Flow.Subscription newSubscription) {
                            subscription = newSubscription;
                            subscription.request(1);
                          }

                          @Override
                          public void onNext(List<ByteBuffer> pieces) {
                            subscription.cancel();
                            first.complete("came");
                          }

                          @Override
                          public void onError(Throwable e) {
                            first.completeExceptionally(e);
                          }

                          @Override
                          public void onComplete() {
                            first.complete("ended");
                          }
                        }));
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("came");
    isSeenToHaveLeft();
  }

  @Test
  void aThreadThatIsInterrupted() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                lab.client().send(Lab.chat(false).build(), BodyHandlers.ofString());
              } catch (IOException | InterruptedException e) {
                thrown.set(e);
              }
            });
    caller.start();
    Lab.eventually(() -> !lab.log("a").isEmpty());
    caller.interrupt();
    caller.join(10_000);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    isSeenToHaveLeft();
  }

  /** The JDK then cancels what it has under way, which looks like a fault of the provider's. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoIsInterruptedAmidTheAnswerBlamesNobody(boolean stream) throws Exception {
    lab.close();
    lab = Lab.two();
    lab.script("a", FaultRule.of(new Fault.SlowFirstToken(20_000L, null)));
    for (int round = 1; round <= 20; round++) {
      int calls = round;
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  lab.client().send(Lab.chat(stream).build(), BodyHandlers.ofString());
                } catch (IOException | InterruptedException e) {
                  thrown.set(e);
                }
              });
      caller.start();
      Lab.eventually(() -> lab.log("a").size() == calls);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(round)); // the head is on its way by now
      caller.interrupt();
      caller.join(10_000);
      assertThat(thrown.get()).isExactlyInstanceOf(InterruptedException.class);
    }
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.pooled("a").failures()).isZero();
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void whoWaitsForAPlaceCanLeave() throws Exception {
    lab.close();
    lab =
        new Lab()
            .endpoint(
                "a",
                Provider.OPENAI,
                spec -> spec.latency(new Latency(0, 0, 50)).tokens(40),
                e -> e.set("limits.concurrency", 1))
            .start();
    HttpClient client = lab.client();
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(Lab.chat(true).build(), BodyHandlers.ofString());
    Lab.eventually(() -> lab.log("a").size() == 1);
    CompletableFuture<HttpResponse<String>> second =
        client.sendAsync(Lab.chat(true).build(), BodyHandlers.ofString());
    Lab.eventually(() -> lab.balancer.stats().pools().get(0).queued() == 1);
    assertThat(second.cancel(true)).isTrue();
    Lab.eventually(() -> lab.balancer.stats().pools().get(0).queued() == 0);
    assertThat(first.cancel(true)).isTrue();
    assertThat(lab.log("a")).hasSize(1);
  }

  @Test
  void aRequestTimeoutEndsAtTheHead() throws Exception {
    HttpResponse<String> answer =
        lab.client()
            .send(Lab.chat(true).timeout(Duration.ofSeconds(1)).build(), BodyHandlers.ofString());
    assertThat(answer.body()).as("it took two seconds").endsWith("[DONE]\n\n");
  }

  @Test
  void aRequestTimeoutOfAnAsyncCallIsTheJdksOwn() {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)));
    CompletableFuture<HttpResponse<String>> call =
        lab.client()
            .sendAsync(
                Lab.chat(false).timeout(Duration.ofMillis(200)).build(), BodyHandlers.ofString());
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(HttpTimeoutException.class);
    assertThatThrownBy(call::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseExactlyInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void aBodyHandlerThatThrowsEndsTheCallWithWhatItThrew() throws Exception {
    CompletableFuture<HttpResponse<String>> call =
        lab.client()
            .sendAsync(
                Lab.chat(true).build(),
                info -> {
                  throw new IllegalStateException("the application's");
                });
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the application's");
    isSeenToHaveLeft();
  }
}
