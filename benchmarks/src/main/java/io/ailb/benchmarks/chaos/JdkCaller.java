package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ailb.benchmarks.chaos.Ending.Kind;
import io.ailb.benchmarks.chaos.Leaving.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Request;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks with the JDK's own client: {@code send}, whose only way out is an interrupt, or {@code
 * sendAsync}, whose future may be cancelled. A timeout of the request ends with the head.
 */
final class JdkCaller extends Caller {
  private final HttpClient http;
  private volatile @Nullable CompletableFuture<?> future;
  private volatile @Nullable ResponseInfo head;

  JdkCaller(Ask ask, HttpClient http, ScheduledExecutorService timer) {
    super(ask, timer);
    this.http = http;
  }

  @Override
  CompletableFuture<Ending> ask() {
    began();
    if (ask.enqueued()) {
      calledBack();
    } else {
      blocking(this::send);
    }
    return ended;
  }

  @Override
  void cancel() {
    CompletableFuture<?> sent = future;
    if (sent == null) {
      interrupt();
    } else {
      boolean ignored = sent.cancel(true);
    }
  }

  @Override
  void over(Ending ending) {
    if (ask.leaving().way() == Way.CALL_TIMEOUT
        && head == null
        && ending.message().startsWith(HttpTimeoutException.class.getName())) {
      leftByTimeout();
    }
    ResponseInfo info = head;
    boolean unsaid = ending.kind() == Kind.BROKEN && ending.status() == 0;
    super.over(
        unsaid && info != null ? of(ending, info.statusCode(), headers(info.headers())) : ending);
  }

  private HttpRequest request() throws IOException {
    Request same = ask.tongue().request(Field.origin(ask.pool()), ask.question(), ask.streamed());
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(same.url().toString()));
    same.headers().forEach(header -> request.header(header.getFirst(), header.getSecond()));
    Buffer body = new Buffer();
    if (same.body() != null) {
      same.body().writeTo(body);
    }
    if (ask.leaving().way() == Way.CALL_TIMEOUT) {
      request.timeout(Duration.ofMillis(ask.leaving().moment()));
    }
    return request
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body.readByteArray()))
        .build();
  }

  private <T> BodyHandler<T> noting(BodyHandler<T> handler) {
    return info -> {
      head = info;
      return handler.apply(info);
    };
  }

  private static UnaryOperator<@Nullable String> headers(java.net.http.HttpHeaders headers) {
    return name -> headers.firstValue(name).orElse(null);
  }

  // Blocking.

  private Ending send() throws IOException, InterruptedException {
    if (ask.leaving().way() == Way.CANCELLED_BEFORE) {
      leave();
    }
    boolean even = ask.index() % 2 == 0;
    if (ask.streamed() && even) {
      HttpResponse<Stream<String>> answer = http.send(request(), noting(BodyHandlers.ofLines()));
      try (Stream<String> lines = answer.body()) {
        return heard(answer.statusCode(), headers(answer.headers()), new Lines(lines));
      }
    }
    if (!ask.streamed() && even && ask.leaving().way() != Way.CLOSE) {
      HttpResponse<String> answer = http.send(request(), noting(BodyHandlers.ofString()));
      return heard(answer.statusCode(), headers(answer.headers()), new Text(answer.body()));
    }
    HttpResponse<InputStream> answer = http.send(request(), noting(BodyHandlers.ofInputStream()));
    return heard(answer);
  }

  private Ending heard(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      return heard(answer.statusCode(), headers(answer.headers()), new Bytes(body));
    }
  }

  private static final class Bytes implements Words {
    private final InputStream body;
    private final BufferedReader lines;

    Bytes(InputStream body) {
      this.body = body;
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String line() throws IOException {
      return lines.readLine();
    }

    @Override
    public String all() throws IOException {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void some(int bytes) throws IOException {
      body.readNBytes(bytes);
    }
  }

  private static final class Lines implements Words {
    private final Iterator<String> lines;

    Lines(Stream<String> lines) {
      this.lines = lines.iterator();
    }

    @Override
    public @Nullable String line() throws IOException {
      try {
        return lines.hasNext() ? lines.next() : null;
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public String all() throws IOException {
      StringBuilder all = new StringBuilder();
      for (String line = line(); line != null; line = line()) {
        all.append(line).append('\n');
      }
      return all.toString();
    }

    @Override
    public void some(int bytes) {
      throw new UnsupportedOperationException();
    }
  }

  private record Text(String all) implements Words {
    @Override
    public @Nullable String line() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void some(int bytes) {
      throw new UnsupportedOperationException();
    }
  }

  // Called back.

  private void calledBack() {
    try {
      if (!ask.streamed() && ask.leaving().way() == Way.CLOSE) {
        follow(http.sendAsync(request(), noting(BodyHandlers.ofInputStream())), this::closed);
      } else {
        follow(
            http.sendAsync(request(), noting(this::subscriber)),
            answer -> of(answer.body(), answer.statusCode(), headers(answer.headers())));
      }
    } catch (IOException e) {
      over(Ending.of(Kind.UNDOCUMENTED, e.toString()));
    }
  }

  private Ending closed(HttpResponse<InputStream> answer) {
    try {
      return heard(answer);
    } catch (IOException e) {
      return Ending.of(Kind.BROKEN, e.toString());
    }
  }

  private <T> void follow(
      CompletableFuture<HttpResponse<T>> sent,
      java.util.function.Function<HttpResponse<T>, Ending> reading) {
    future = sent;
    if (ask.leaving().way() == Way.CANCELLED_BEFORE) {
      leave(); // there is nothing to cancel before
    }
    var unusedLeaving = prepareToLeave();
    var unused =
        sent.whenComplete(
            (answer, failure) -> over(failure == null ? reading.apply(answer) : failed(failure)));
  }

  private Ending failed(Throwable failure) {
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    if (why instanceof CancellationException) {
      return Ending.of(Kind.BROKEN, why.toString()); // others may be reading still
    }
    ResponseInfo info = head;
    Ending ending =
        why instanceof UncheckedIOException
            ? Ending.of(Kind.GARBLED, "not JSON: " + why.getMessage())
            : why instanceof IOException ? broken(why) : Ending.of(Kind.UNDOCUMENTED, "" + why);
    return info == null ? ending : of(ending, info.statusCode(), headers(info.headers()));
  }

  private BodySubscriber<Ending> subscriber(ResponseInfo info) {
    if (info.statusCode() != 200) {
      return text(text -> refused(info.statusCode(), text));
    }
    if (!ask.streamed()) {
      return text(this::whole);
    }
    Ending none = noStream(headers(info.headers()));
    return none != null
        ? BodySubscribers.replacing(none)
        : BodySubscribers.fromLineSubscriber(
            new Subscribed(info), lines -> end(), StandardCharsets.UTF_8, null);
  }

  /** Makes an ending of a text. */
  private interface Ear {
    Ending hear(String text) throws JsonProcessingException;
  }

  private static BodySubscriber<Ending> text(Ear ear) {
    return BodySubscribers.mapping(
        BodySubscribers.ofString(StandardCharsets.UTF_8),
        text -> {
          try {
            return ear.hear(text);
          } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Takes one line after the other. Who cancels its subscription is told nothing any more. */
  private final class Subscribed implements Flow.Subscriber<String> {
    private final ResponseInfo info;
    private Flow.@Nullable Subscription subscription;

    Subscribed(ResponseInfo info) {
      this.info = info;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(1);
    }

    @Override
    public void onNext(String line) {
      try {
        if (isEnough(line)) {
          ends(Ending.of(Kind.CLOSED, ""));
        } else if (subscription != null) {
          subscription.request(1);
        }
      } catch (JsonProcessingException e) {
        ends(Ending.of(Kind.GARBLED, "not JSON: " + e.getOriginalMessage()));
      }
    }

    private void ends(Ending ending) {
      if (subscription != null) {
        subscription.cancel();
      }
      over(of(ending, info.statusCode(), headers(info.headers())));
    }

    @Override
    public void onError(Throwable failure) {} // the answer's future has it

    @Override
    public void onComplete() {}
  }
}
