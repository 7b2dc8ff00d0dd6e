package io.ailb.benchmarks.faults;

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
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * The JDK's own client and nothing above it: no time limit, no retries. An answer in one piece is
 * read as a string, a stream in one of the ways that the JDK has.
 */
final class JdkCaller implements Caller {
  /** How a stream is read. */
  enum Reading {
    /** {@code send}, and a stream of bytes. */
    BYTES,
    /** {@code send}, and a stream of lines. */
    LINES,
    /** {@code sendAsync}, and a subscriber of lines that wants one after the other. */
    SUBSCRIBED
  }

  private final HttpClient http;
  private final Reading reading;

  /**
   * @param http balanced, or under the agent as it comes
   */
  JdkCaller(HttpClient http, Reading reading) {
    this.http = http;
    this.reading = reading;
  }

  @Override
  public Experience ask(String baseUrl, Mode mode, int number) {
    HttpRequest request = request(baseUrl, mode, number);
    try {
      if (mode == Mode.WHOLE) {
        return whole(request);
      }
      return switch (reading) {
        case BYTES -> bytes(request);
        case LINES -> lines(request);
        case SUBSCRIBED -> get(http.sendAsync(request, JdkCaller::subscribed)).body();
      };
    } catch (IOException e) {
      return Experience.error(0, e.getClass().getSimpleName() + " " + e.getMessage());
    } catch (UncheckedIOException e) {
      return Experience.error(0, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) { // after its time, which is judged
      return Experience.error(0, "interrupted");
    }
  }

  private static HttpRequest request(String baseUrl, Mode mode, int number) {
    return HttpRequest.newBuilder(URI.create(Chat.url(baseUrl)))
        .header("Authorization", Chat.authorization())
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(Chat.question(mode, number)))
        .build();
  }

  private Experience whole(HttpRequest request) throws IOException, InterruptedException {
    BodyHandler<String> string = BodyHandlers.ofString();
    HttpResponse<String> answer =
        reading == Reading.SUBSCRIBED
            ? get(http.sendAsync(request, string))
            : http.send(request, string);
    return Chat.answered(answer.statusCode(), answer.body());
  }

  private Experience bytes(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() >= 400) {
        return Chat.answered(
            answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      StreamReader reader = new StreamReader();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null && !reader.isOver()) {
        reader.line(line);
        line = reader.isOver() ? null : lines.readLine();
      }
      return reader.end();
    }
  }

  private Experience lines(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> answer = http.send(request, BodyHandlers.ofLines());
    try (Stream<String> body = answer.body()) {
      Iterator<String> lines = body.iterator();
      if (answer.statusCode() >= 400) {
        StringBuilder text = new StringBuilder();
        lines.forEachRemaining(line -> text.append(line).append('\n'));
        return Chat.answered(answer.statusCode(), text.toString());
      }
      StreamReader reader = new StreamReader();
      while (!reader.isOver() && lines.hasNext()) {
        reader.line(lines.next());
      }
      return reader.end();
    }
  }

  private static BodySubscriber<Experience> subscribed(ResponseInfo info) {
    return info.statusCode() >= 400
        ? BodySubscribers.mapping(
            BodySubscribers.ofString(StandardCharsets.UTF_8),
            text -> Chat.answered(info.statusCode(), text))
        : BodySubscribers.fromLineSubscriber(
            new Lines(), lines -> lines.reader.end(), StandardCharsets.UTF_8, null);
  }

  private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException("no exception that the JDK documents", e.getCause());
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    }
  }

  /** The JDK's client ends with its last reference, on Java 17. */
  @Override
  public void close() {}

  /** Wants one line after the other, to the end. */
  private static final class Lines implements Flow.Subscriber<String> {
    private final StreamReader reader = new StreamReader();
    private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(1);
    }

    @Override
    public void onNext(String line) {
      reader.line(line);
      if (subscription != null) {
        subscription.request(1);
      }
    }

    @Override
    public void onError(Throwable failure) {} // the answer's future has it

    @Override
    public void onComplete() {}
  }
}
