package io.ailb.okhttp;

import io.ailb.LoadBalancer;
import io.ailb.flow.Exchange;
import io.ailb.flow.Observation;
import io.ailb.flow.Opening;
import io.ailb.model.HttpFields;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
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
  private static final String TOO_LONG = "its body is too long";
  private static final String DUPLEX = "its body is written while the answer is read";

  private final LoadBalancer balancer;
  private final Keys keys;
  private final FailedCalls failed = new FailedCalls();

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
    Encore encore = Encore.of(chain.call());
    if (encore != null) {
      return encore.arrive(chain);
    }
    Request request = chain.request();
    HttpUrl url = request.url();
    if (!balancer.takesFrom(url.host(), url.port())) {
      return chain.proceed(request);
    }
    String path = url.encodedPath(); // each time another string
    Opening opening = balancer.begin(url.scheme(), url.host(), url.port(), path);
    if (opening == null || isTaken(request)) {
      return chain.proceed(request);
    }
    HttpFields fields = Wire.fields(request.headers());
    if (fields.has("Upgrade")) { // a WebSocket's opening
      return chain.proceed(request);
    }
    RequestBody body = request.body();
    if (body == null) {
      return balanced(chain, opening, path, fields, null, new byte[0]);
    }
    if (body.isDuplex() || body.contentLength() > opening.maxBody()) {
      opening.passThrough(body.isDuplex() ? DUPLEX : TOO_LONG);
      return chain.proceed(request);
    }
    Intake intake;
    byte[] bytes;
    try {
      intake = new Intake(chain, body, opening.maxBody());
      Response answered = intake.read();
      if (answered != null) {
        opening.passThrough(TOO_LONG);
        return answered;
      }
      bytes = intake.bytes();
    } catch (LinkageError e) { // this OkHttp is not as expected
      return chain.proceed(unread(request, opening, e));
    }
    return balanced(chain, opening, path, fields, intake, bytes);
  }

  /** As it came. */
  private static Request untouched(
      Request request, Opening opening, @Nullable Intake intake, byte[] bytes) {
    try {
      return intake == null ? request : intake.untouched(bytes);
    } catch (LinkageError e) {
      return unread(request, opening, e);
    }
  }

  /** The request itself, if its body can be written once more. */
  private static Request unread(Request request, Opening opening, LinkageError bug) {
    opening.failed(bug);
    RequestBody body = request.body();
    if (body != null && body.isOneShot()) {
      throw bug;
    }
    return request;
  }

  /**
   * Sends the request to the pool, if it is one for it.
   *
   * @param intake of its body, which is in {@code body}; null = it has none
   */
  private Response balanced(
      Chain chain,
      Opening opening,
      String path,
      HttpFields fields,
      @Nullable Intake intake,
      byte[] body)
      throws IOException {
    Request request = chain.request();
    String query = request.url().encodedQuery();
    BlockingCall call;
    try {
      Exchange exchange =
          opening.request(
              request.method(),
              query == null ? path : path + "?" + query,
              fields,
              body,
              Deadlines.of(chain.call()),
              failed.has(chain.call()));
      call = exchange == null ? null : new BlockingCall(chain, request, exchange, keys);
    } catch (RuntimeException | LinkageError e) {
      opening.failed(e);
      call = null;
    }
    if (call != null) {
      return failed.noted(
          chain.call(), call.run(() -> chain.proceed(untouched(request, opening, intake, body))));
    }
    Request same = untouched(request, opening, intake, body);
    Observation observation = opening.observation();
    return observation == null ? chain.proceed(same) : Watched.proceed(chain, same, observation);
  }

  /** Another one of ours is at work: in the library and in the agent, or added twice. */
  private static boolean isTaken(Request request) {
    return request.tag(Destination.class) != null;
  }
}
