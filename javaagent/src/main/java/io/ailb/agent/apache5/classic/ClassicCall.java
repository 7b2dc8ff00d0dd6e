package io.ailb.agent.apache5.classic;

import io.ailb.LoadBalancer;
import io.ailb.agent.apache5.Address;
import io.ailb.agent.apache5.Key;
import io.ailb.agent.apache5.Settings;
import io.ailb.agent.apache5.Wire;
import io.ailb.agent.install.Balancer;
import io.ailb.flow.AnswerHead;
import io.ailb.flow.Attempt;
import io.ailb.flow.BlockingAnswer;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Observation;
import io.ailb.flow.Opening;
import io.ailb.flow.Step;
import io.ailb.flow.Verdict;
import io.ailb.flow.Vigil;
import io.ailb.model.WireRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** One call: does what its exchange says, until there is an answer to give to the application. */
final class ClassicCall implements Taken, BlockingAnswer.Client {
  private static final String UNREADABLE = "its body is too long";

  private final CloseableHttpClient client;
  private final ClassicHttpRequest original;
  private final Settings settings;
  private final Exchange exchange;
  private final long began = System.nanoTime();

  private volatile @Nullable AttemptRequest current;
  private volatile boolean cancelled;
  private boolean sent;

  private ClassicCall(
      CloseableHttpClient client,
      ClassicHttpRequest original,
      Settings settings,
      Exchange exchange) {
    this.client = client;
    this.original = original;
    this.settings = settings;
    this.exchange = exchange;
  }

  /**
   * Takes a request over, if it is for a pool.
   *
   * @return null if it is not, and can be sent as it came
   * @throws IOException if the application's own body cannot be read
   */
  static @Nullable Taken begin(
      LoadBalancer balancer,
      CloseableHttpClient client,
      @Nullable HttpHost target,
      ClassicHttpRequest request,
      @Nullable HttpContext context)
      throws IOException {
    Opening opening = Address.open(balancer, target, request);
    String pathAndQuery = opening == null ? null : Wire.pathAndQuery(request);
    if (opening == null || pathAndQuery == null) {
      return null;
    }
    Answers.prepare();
    Settings settings = new Settings(client, request, context);
    byte[] body = new Intake(request, opening.maxBody()).read();
    if (body == null) {
      opening.passThrough(UNREADABLE);
      return null;
    }
    long head = settings.responseNanos();
    Exchange exchange =
        opening.request(
            request.getMethod(),
            pathAndQuery,
            Wire.fields(request, request.getEntity()),
            body,
            head == Long.MAX_VALUE ? CallerTime.UNBOUNDED : CallerTime.head(head));
    if (exchange != null) {
      return new ClassicCall(client, request, settings, exchange);
    }
    Observation observation = opening.observation();
    return observation == null
        ? null
        : new WatchedCall(client, target, request, context, observation);
  }

  @Override
  public @Nullable CloseableHttpResponse run() throws IOException {
    try {
      if (original instanceof CancellableDependency cancellable) {
        cancellable.setDependency(this::cancel);
      }
      return walk();
    } catch (RuntimeException | LinkageError e) {
      exchange.abandoned();
      if (cancelled) { // amid its steps, over which the client then stumbles
        throw aborted();
      }
      if (sent) {
        throw e;
      }
      Balancer.failed(e);
      return null;
    } catch (Throwable e) {
      exchange.abandoned(); // does nothing where the exchange has ended
      throw e;
    }
  }

  private @Nullable CloseableHttpResponse walk() throws IOException {
    while (true) {
      Step step = exchange.next();
      if (step instanceof Step.Send send) {
        CloseableHttpResponse answer = attempt(send.request(), send.attempt());
        if (answer != null) {
          return answer;
        }
      } else if (step instanceof Step.Wait wait) {
        await(wait.ready());
      } else if (step instanceof Step.Answer) {
        if (System.nanoTime() - began >= settings.responseNanos()) {
          throw new SocketTimeoutException(
              "Read timed out"); // as the client, not an answer of ours
        }
        return present(null, null);
      } else if (step instanceof Step.Fail) {
        throw aborted();
      } else {
        return null;
      }
    }
  }

  @Override
  public @Nullable Upstream goOn() throws IOException {
    try {
      return next();
    } catch (IOException | RuntimeException e) {
      if (cancelled) { // whatever the client says of a try that is
        throw left();
      }
      throw e;
    }
  }

  private @Nullable Upstream next() throws IOException {
    while (true) {
      Step step = exchange.next();
      if (step instanceof Step.Send send) {
        Upstream rest = open(send.request(), send.attempt());
        if (rest != null) {
          return rest;
        }
      } else if (step instanceof Step.Wait wait) {
        await(wait.ready());
      } else if (step instanceof Step.Fail) {
        throw left();
      } else {
        return null;
      }
    }
  }

  /** What the client throws at an application that has left before there was an answer. */
  private static IOException aborted() {
    return new RequestFailedException("Request aborted");
  }

  /** Its connection is closed when it leaves, which it is told by the next read. */
  @Override
  public IOException left() {
    return new SocketException("Socket closed");
  }

  private boolean cancel() {
    cancelled = true;
    exchange.abandoned(); // also ends a wait for a place
    AttemptRequest underWay = current;
    return underWay == null || underWay.cancel();
  }

  /** The answer for the application, or null if the request has to go elsewhere. */
  private @Nullable CloseableHttpResponse attempt(WireRequest wire, Attempt attempt)
      throws IOException {
    Upstream upstream = open(wire, attempt);
    if (upstream == null) {
      return null;
    }
    if (exchange.ended() != null) {
      upstream.close();
      return present(upstream.response(), null);
    }
    return present(upstream.response(), upstream);
  }

  /** An answer of which something has come for the application; null if there is none here. */
  private @Nullable Upstream open(WireRequest wire, Attempt attempt) throws IOException {
    AttemptRequest request;
    HttpClientContext child;
    Key key;
    try {
      request = new AttemptRequest(wire);
      request.setConfig(settings.configOfTry(attempt.connectPatience()));
      child = settings.ofTry(attempt.connectPatience());
      key = new Key(wire);
      key.rideIn(child);
    } catch (RuntimeException bug) { // such as a URL that the client does not take
      attempt.failedToSend(bug);
      return null;
    }
    current = request;
    if (cancelled) {
      request.cancel();
    }
    Vigil vigil = new Vigil(exchange, attempt, request::cancel);
    Upstream upstream;
    try {
      CloseableHttpResponse response = send(request, child, key, attempt, vigil);
      upstream = response == null ? null : new Upstream(this, request, response, attempt, vigil);
    } catch (Throwable e) {
      request.cancel();
      vigil.close(); // its alarm would hold the request, for as long as patience lasts
      throw e;
    }
    if (upstream == null) {
      vigil.close();
      return null;
    }
    Verdict verdict;
    try {
      CloseableHttpResponse response = upstream.response();
      verdict = attempt.head(response.getCode(), Wire.fields(response));
      while (verdict == Verdict.HOLD) {
        verdict = upstream.read();
      }
    } catch (Throwable e) {
      upstream.close();
      throw e;
    }
    if (verdict == Verdict.DROP || verdict == Verdict.GONE) {
      upstream.close();
      return null;
    }
    return upstream;
  }

  /** The provider's answer; null if it has none, and the attempt knows. */
  private @Nullable CloseableHttpResponse send(
      AttemptRequest request, HttpClientContext child, Key key, Attempt attempt, Vigil vigil)
      throws IOException {
    if (vigil.begins() != null) {
      return null;
    }
    sent = true;
    CloseableHttpResponse response;
    try {
      response = client.execute(key.host(), request, child);
    } catch (IOException e) {
      if (vigil.ends() == null) {
        rethrowIfLeft(e);
        attempt.broke(e);
      }
      return null;
    }
    if (vigil.ends() == null && key.wasPlaced()) {
      return response;
    }
    if (!key.wasPlaced()) { // a client that writes its requests in its own way
      attempt.unusable(true);
    }
    request.cancel();
    response.close();
    return null;
  }

  private CloseableHttpResponse present(
      @Nullable CloseableHttpResponse response, @Nullable Upstream upstream) throws IOException {
    AnswerHead head = exchange.answer();
    if (head == null) {
      throw new IOException("ai-lb: an answer without a head"); // cannot be, by Exchange's contract
    }
    AnswerStream bytes = new AnswerStream(new BlockingAnswer(exchange, this, upstream));
    if (upstream != null) {
      exchange.watch(bytes);
    }
    CloseableHttpResponse answer = Answers.answer(head, bytes, response);
    settings.tell(original, answer);
    return answer;
  }

  private static void await(CompletableFuture<@Nullable Void> ready) throws IOException {
    try {
      ready.get(); // also when the application has left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException("ai-lb: waiting failed", e); // core completes it normally only
    }
  }

  /** Whether the application does not want an answer any more; it gets the client's own words. */
  void rethrowIfLeft(IOException e) throws IOException {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }
}
