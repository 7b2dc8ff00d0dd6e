package io.ailb.okhttp;

import io.ailb.LoadBalancer;
import io.ailb.flow.Exchange;
import io.ailb.flow.Opening;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends an OkHttp client's LLM requests to the best endpoint of a pool, and moves on when one is
 * limited, sick or down. What is not an LLM request goes on untouched.
 *
 * <pre>{@code
 * OkHttpClient client = new OkHttpClient.Builder()
 *     .addInterceptor(new LoadBalancingInterceptor(balancer))
 *     .build();
 * }</pre>
 *
 * Add it as an application interceptor, and last, so that the others see one call and not its
 * tries. Call timeout, cancellation, event listeners, other interceptors, HTTP/2, proxies and TLS
 * stay the client's. Thread-safe; one serves any number of clients.
 */
public final class LoadBalancingInterceptor implements Interceptor {
  private final LoadBalancer balancer;
  private final Keys keys;

  /** Balances over the pools of {@code balancer}, which stays the caller's to close. */
  public LoadBalancingInterceptor(LoadBalancer balancer) {
    this(balancer, Keys.insertedIntoEachCall());
  }

  /**
   * The same, for whoever puts {@link Keys#interceptor()} last among the client's network
   * interceptors by itself, as the agent does.
   */
  public static LoadBalancingInterceptor withKeysInPlace(LoadBalancer balancer) {
    return new LoadBalancingInterceptor(balancer, Keys.inPlace());
  }

  private LoadBalancingInterceptor(LoadBalancer balancer, Keys keys) {
    this.balancer = balancer;
    this.keys = keys;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    Opening opening = balancer.begin(url.scheme(), url.host(), url.port(), url.encodedPath());
    if (opening == null || isTaken(request)) {
      return chain.proceed(request);
    }
    RequestBody body = request.body();
    if (body != null && (body.isDuplex() || body.contentLength() > opening.maxBody())) {
      return chain.proceed(request);
    }
    byte[] bytes = collected(body);
    Exchange exchange =
        opening.request(
            request.method(),
            pathAndQuery(url),
            Wire.fields(request.headers()),
            bytes,
            Deadlines.of(chain.call()));
    if (exchange == null) {
      return chain.proceed(resendable(request, body, bytes));
    }
    return new BlockingCall(chain, request, exchange, keys)
        .run(() -> chain.proceed(resendable(request, body, bytes)));
  }

  /** Another one of ours is at work: in the library and in the agent, or added twice. */
  private static boolean isTaken(Request request) {
    return request.tag(Destination.class) != null;
  }

  private static byte[] collected(@Nullable RequestBody body) throws IOException {
    Buffer buffer = new Buffer();
    if (body != null) {
      body.writeTo(buffer);
    }
    return buffer.readByteArray();
  }

  /** A body that can be written only once was written: to us. */
  private static Request resendable(Request request, @Nullable RequestBody body, byte[] bytes) {
    return body == null || !body.isOneShot()
        ? request
        : request
            .newBuilder()
            .method(request.method(), RequestBody.create(body.contentType(), bytes))
            .build();
  }

  private static String pathAndQuery(HttpUrl url) {
    String query = url.encodedQuery();
    return query == null ? url.encodedPath() : url.encodedPath() + "?" + query;
  }
}
