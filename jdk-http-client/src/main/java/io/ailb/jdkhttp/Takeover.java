package io.ailb.jdkhttp;

import io.ailb.LoadBalancer;
import io.ailb.flow.AsyncCall;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Observation;
import io.ailb.flow.Opening;
import io.ailb.model.HttpFields;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests of one client over, if they are for a pool. For {@link BalancedHttpClient} and for
 * the agent, which has the JDK's own client call this. Thread-safe.
 */
public final class Takeover {
  private static final String TOO_LONG = "its body is too long";

  /** Beside one the JDK sends no key of a request, and without it the proxy may let nobody in. */
  private static final String AUTHENTICATOR =
      "its client has a proxy and an authenticator, beside which no key can be sent";

  private final HttpClient client;
  private final LoadBalancer balancer;

  /** Of requests of {@code client}, to the pools of {@code balancer}. */
  public Takeover(HttpClient client, LoadBalancer balancer) {
    this.client = client;
    this.balancer = balancer;
  }

  /** For {@link #await}: reads the request's body on this thread. Null = not ours. */
  public <T> @Nullable CompletableFuture<HttpResponse<T>> send(
      HttpRequest request, BodyHandler<T> handler) {
    return take(request, handler, Runnable::run, true);
  }

  /** Returns null if the request is not ours, and nothing has been done to it. */
  public <T> @Nullable CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    // A body that has to be read from somewhere may block.
    boolean mayBlock = request.bodyPublisher().map(BodyPublisher::contentLength).orElse(0L) < 0;
    return take(request, handler, mayBlock ? Threads.of(client) : Runnable::run, false);
  }

  private <T> @Nullable CompletableFuture<HttpResponse<T>> take(
      HttpRequest request, BodyHandler<T> handler, Executor reading, boolean awaited) {
    if (request == null || handler == null) {
      return null; // the client says so
    }
    if (AttemptRequest.is(request) || Untouched.is(request)) {
      return null;
    }
    URI uri = request.uri();
    String host = uri.getHost();
    if (host == null) {
      return null; // the client says so
    }
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    Opening opening =
        balancer.begin(
            https ? "https" : "http",
            host.toLowerCase(Locale.ROOT),
            uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80,
            uri.getRawPath());
    if (opening == null) {
      return null;
    }
    if (client.authenticator().isPresent() && client.proxy().isPresent()) {
      opening.passThrough(AUTHENTICATOR);
      return null;
    }
    BodyPublisher body = request.bodyPublisher().orElse(null);
    if (body != null && body.contentLength() > opening.maxBody()) {
      opening.passThrough(TOO_LONG);
      return null;
    }
    JdkCall<T> call = new JdkCall<>(client, request, handler, awaited);
    if (awaited) {
      call.sentBy(new WaitingThread());
    }
    HttpRequest unread = new Untouched(request, body);
    if (body == null) {
      begin(call, opening, request, new byte[0], unread);
    } else {
      try {
        reading.execute(() -> read(call, opening, request, body, unread));
      } catch (RuntimeException e) {
        call.fails(e);
      }
    }
    return call.future();
  }

  private static <T> void read(
      JdkCall<T> call,
      Opening opening,
      HttpRequest request,
      BodyPublisher body,
      HttpRequest unread) {
    try {
      var unused =
          Intake.of(body, opening.maxBody())
              .whenComplete(
                  (intake, failure) -> {
                    if (failure != null) {
                      call.fails(failure);
                    } else {
                      begin(call, opening, request, intake);
                    }
                  });
    } catch (RuntimeException e) {
      call.fails(e);
    } catch (LinkageError e) { // before the body was asked for
      opening.failed(e);
      call.plain(unread);
    }
  }

  private static <T> void begin(
      JdkCall<T> call, Opening opening, HttpRequest request, Intake intake) {
    HttpRequest untouched;
    try {
      untouched = new Untouched(request, intake.again());
    } catch (RuntimeException | Error e) { // the body is read; it must not wait for ever
      call.fails(e);
      return;
    }
    if (intake.isTooLong()) {
      opening.passThrough(TOO_LONG);
      call.plain(untouched);
    } else {
      begin(call, opening, request, intake.bytes(), untouched);
    }
  }

  private static <T> void begin(
      JdkCall<T> call, Opening opening, HttpRequest request, byte[] body, HttpRequest untouched) {
    AsyncCall balanced;
    try {
      Exchange exchange =
          opening.request(
              request.method(),
              pathAndQuery(request.uri()),
              fields(request),
              body,
              call.timeLeft() == Long.MAX_VALUE
                  ? CallerTime.UNBOUNDED
                  : CallerTime.head(call.timeLeft()));
      balanced = exchange == null ? null : call.balanced(exchange, untouched);
    } catch (RuntimeException | LinkageError e) { // nothing has been sent yet
      opening.failed(e);
      balanced = null;
    }
    Observation observation = opening.observation();
    if (balanced != null) {
      balanced.start();
    } else if (observation != null) {
      call.watched(untouched, observation);
    } else {
      call.plain(untouched);
    }
  }

  static String pathAndQuery(URI uri) {
    String query = uri.getRawQuery();
    String path = uri.getRawPath();
    return query == null ? path : path + "?" + query;
  }

  private static HttpFields fields(HttpRequest request) {
    return Wire.fields(request.headers());
  }

  /**
   * Waits as the JDK's own {@code send} does: an interrupt ends the call, and what it ends with is
   * thrown as the kind of exception that it is, with this thread in its trace.
   */
  public static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> call)
      throws IOException, InterruptedException {
    try {
      if (call instanceof Result<T> result) {
        result.attend();
      }
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      throw e;
    } catch (CancellationException e) {
      throw new IOException("the call was cancelled", e);
    } catch (ExecutionException e) {
      throw rethrown(unwrapped(e));
    }
  }

  static Throwable unwrapped(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static IOException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof IOException io) {
      return here(io);
    }
    if (failure instanceof IllegalArgumentException || failure instanceof SecurityException) {
      throw (RuntimeException) failure;
    }
    return new IOException(failure.getMessage(), failure);
  }

  /** The same of the same class, from here; itself, if its class does not allow that. */
  private static IOException here(IOException failure) {
    try {
      Constructor<? extends IOException> constructor =
          failure.getClass().getConstructor(String.class);
      IOException copy = constructor.newInstance(failure.getMessage());
      copy.initCause(failure);
      return copy;
    } catch (ReflectiveOperationException | IllegalStateException e) {
      return failure;
    }
  }
}
