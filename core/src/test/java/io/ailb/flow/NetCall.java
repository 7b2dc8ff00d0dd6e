package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ailb.LoadBalancer;
import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A call over real connections by java.net.http, on no thread of its own: all of it calls back. */
final class NetCall {
  private static final Set<String> THE_CLIENTS_OWN = Set.of("content-length", "host", "connection");

  /** The application's answer has begun. */
  final CompletableFuture<AnswerHead> head = new CompletableFuture<>();

  /** All of it, once it has ended well. */
  final CompletableFuture<String> whole = new CompletableFuture<>();

  private final HttpClient client;
  private final long headBy;
  private final Exchange exchange;
  private final StringBuilder received = new StringBuilder();
  private volatile Flight flight;

  private NetCall(HttpClient client, long headBy, Exchange exchange) {
    this.client = client;
    this.headBy = headBy;
    this.exchange = exchange;
  }

  /** As {@code sendAsync} of a request that has this timeout, which is one until the head. */
  static NetCall start(HttpClient client, LoadBalancer balancer, Call call) {
    String path = call.path.replaceAll("\\?.*", "");
    Opening opening = balancer.begin("caller.host", 443, path);
    long wait = call.headDeadline == null ? Long.MAX_VALUE / 2 : call.headDeadline.toNanos();
    NetCall own =
        new NetCall(
            client,
            System.nanoTime() + wait,
            opening.request(
                call.method, call.path, call.headers, call.body.getBytes(UTF_8), call.time()));
    if (call.headDeadline != null) {
      CompletableFuture.delayedExecutor(call.headDeadline.toNanos(), TimeUnit.NANOSECONDS)
          .execute(own::timesOut);
    }
    own.step();
    return own;
  }

  /** As who cancels the future that it was given. */
  void cancel() {
    leaves(new CancellationException());
  }

  private void timesOut() {
    leaves(new HttpTimeoutException("request timed out"));
  }

  private void leaves(Exception why) {
    if (head.completeExceptionally(why) || why instanceof CancellationException) {
      exchange.abandoned();
      whole.completeExceptionally(why);
      Flight under = flight;
      if (under != null) {
        under.stop();
      }
    }
  }

  private void step() {
    Step step = exchange.next();
    if (step instanceof Step.Wait wait) {
      var unused = wait.ready().thenRun(this::step);
    } else if (step instanceof Step.Send send) {
      flight = new Flight(send.attempt());
      flight.begin(send.request());
    } else if (step instanceof Step.Fail fail) {
      over(new IllegalStateException(fail.why().message()));
    } else if (System.nanoTime() >= headBy) {
      timesOut(); // its own exception, and not an answer of ours
    } else {
      present();
    }
  }

  private void over(Exception why) {
    head.completeExceptionally(why);
    whole.completeExceptionally(why);
  }

  private synchronized void present() {
    Verdict ended = exchange.ended();
    for (ByteBuffer next = exchange.take(); next != null; next = exchange.take()) {
      received.append(UTF_8.decode(next));
    }
    head.complete(exchange.answer());
    if (ended == Verdict.DONE) {
      whole.complete(received.toString());
    } else if (ended == Verdict.FAIL) {
      over(new IllegalStateException(exchange.failure().message()));
    }
  }

  /** One attempt under way. */
  private final class Flight implements HttpResponse.BodySubscriber<Void> {
    private final Attempt attempt;
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private volatile CompletableFuture<?> answer;
    private volatile boolean stopped;

    /** Of the alarms that were set, only the last counts. */
    private final AtomicInteger alarms = new AtomicInteger();

    private volatile Flow.Subscription subscription;

    private Flight(Attempt attempt) {
      this.attempt = attempt;
    }

    private void begin(WireRequest wire) {
      List<byte[]> parts = new ArrayList<>();
      for (ByteBuffer part : wire.body()) {
        byte[] bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        parts.add(bytes);
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(wire.url()))
              .method(wire.method(), HttpRequest.BodyPublishers.ofByteArrays(parts));
      wire.headers()
          .forEach(
              (name, value) -> {
                if (!THE_CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                  request.header(name, value);
                }
              });
      answer = client.sendAsync(request.build(), this::head);
      if (stopped) { // it was quicker than this thread
        answer.cancel(true);
      }
      var unused =
          answer.whenComplete(
              (response, broken) -> {
                if (broken != null) {
                  handle(attempt.broke(broken.getCause() == null ? broken : broken.getCause()));
                }
              });
      arm();
    }

    private void arm() {
      int own = alarms.incrementAndGet();
      Executor later =
          CompletableFuture.delayedExecutor(Math.max(1, attempt.patience()), TimeUnit.NANOSECONDS);
      later.execute(
          () -> {
            if (own == alarms.get() && !stopped) {
              handle(attempt.late());
            }
          });
    }

    private HttpResponse.BodySubscriber<Void> head(HttpResponse.ResponseInfo info) {
      HttpFields.Builder fields = HttpFields.builder();
      info.headers().map().forEach((name, values) -> values.forEach(v -> fields.add(name, v)));
      handle(attempt.head(info.statusCode(), fields.build()));
      return this;
    }

    private void handle(Verdict verdict) {
      switch (verdict) {
        case HOLD -> arm();
        case PASS -> {
          present();
          arm();
        }
        case DROP -> {
          stop();
          step();
        }
        case DONE, FAIL -> {
          present();
          stop();
        }
        case GONE -> stop();
      }
    }

    private void stop() {
      stopped = true;
      Flow.Subscription reading = subscription;
      if (reading != null) {
        reading.cancel();
      }
      CompletableFuture<?> under = answer;
      if (under != null) {
        under.cancel(true);
      }
    }

    @Override
    public CompletionStage<Void> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      if (stopped) { // it came between the head and this
        begun.cancel();
      } else {
        begun.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        handle(attempt.body(piece));
      }
    }

    @Override
    public void onError(Throwable broken) {
      handle(attempt.broke(broken));
      body.complete(null);
    }

    @Override
    public void onComplete() {
      handle(attempt.end());
      body.complete(null);
    }
  }

  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(20))
        .build();
  }
}
