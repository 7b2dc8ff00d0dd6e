package io.ailb.jdkhttp;

import io.ailb.flow.AsyncCall;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Opening;
import io.ailb.flow.Receipt;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request that its program addresses to a pool, not to a provider: for clients that are no SDK.
 * Thread-safe.
 *
 * @param <T> what the body handler makes of the answer
 */
public final class PoolCall<T> {
  private final Exchange exchange;
  private final JdkCall<T> call;

  private PoolCall(Exchange exchange, JdkCall<T> call) {
    this.exchange = exchange;
    this.call = call;
  }

  /**
   * Sends it.
   *
   * @param client whose connections are used
   * @param opening of the pool
   * @param request whose method, path and header fields count, not its host nor its body
   * @param body kept, not changed
   * @param handler must not block: it, and what depends on {@link #answer}, runs on the client's
   *     threads
   * @param placed runs each time an endpoint has been found and is about to be asked; must not
   *     block
   * @return null if the pool could never serve it
   */
  public static <T> @Nullable PoolCall<T> send(
      HttpClient client,
      Opening opening,
      HttpRequest request,
      byte[] body,
      CallerTime time,
      BodyHandler<T> handler,
      Runnable placed) {
    Exchange exchange =
        opening.request(
            request.method(),
            Takeover.pathAndQuery(request.uri()),
            Wire.fields(request.headers()),
            body,
            time);
    if (exchange == null) {
      return null;
    }
    JdkCall<T> call = new JdkCall<>(client, request, handler, true);
    call.onPlaced(placed);
    AsyncCall balanced = call.balanced(exchange, null);
    balanced.start();
    return new PoolCall<>(exchange, call);
  }

  /** The answer; to cancel it ends the call. */
  public CompletableFuture<HttpResponse<T>> answer() {
    return call.future();
  }

  /** Why it waits for a place, and until when, for people; null = it does not wait. */
  public @Nullable String waitsFor() {
    return exchange.waitsFor();
  }

  /** Whether it waits, and for nothing but keys and accounts that were refused. */
  public boolean waitsForRefusedKeys() {
    return exchange.waitsForRefusedKeys();
  }

  /** What came of it; null until it has ended. */
  public @Nullable Receipt receipt() {
    return exchange.receipt();
  }
}
