package io.ailb.okhttp;

import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest.Credential;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the pool's key to requests of ours, last of all: after the SDK's interceptors, one of which
 * takes credentials off a request whose origin is not that of its call, and after the
 * application's, which have no business with the key. A redirect to another host is refused:
 * neither key nor prompt may travel there.
 */
public final class Keys {
  private static final Logger LOG = LoggerFactory.getLogger("ailb.okhttp");
  private static final Interceptor LAST = new KeyInterceptor();

  private final boolean insert;

  private Keys(boolean insert) {
    this.insert = insert;
  }

  /**
   * To be last among a client's network interceptors; does nothing to requests that are not ours.
   */
  public static Interceptor interceptor() {
    return LAST;
  }

  /** {@link #interceptor()} is in its place already. */
  static Keys inPlace() {
    return new Keys(false);
  }

  /** {@link #interceptor()} is put in its place for each call anew; clients stay as they are. */
  static Keys insertedIntoEachCall() {
    return new Keys(true);
  }

  /**
   * Sees to it that the key of {@code destination} will be added to the request of this call.
   *
   * @return false if it will not, and has to travel in the headers from here
   */
  boolean prepare(Interceptor.Chain chain) {
    return !insert || CallList.add(chain);
  }

  /** The request with the key in its headers: what is left where nothing can be inserted. */
  static Request exposed(Request request, Destination destination) {
    Credential credential = destination.credential();
    return credential == null
        ? request
        : request.newBuilder().header(credential.name(), credential.value()).build();
  }

  private static final class KeyInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Request request = chain.request();
      Destination destination = request.tag(Destination.class);
      if (destination == null) {
        return chain.proceed(request);
      }
      if (!destination.isAt(request.url())) {
        throw new IOException(
            "ai-lb: a redirect to " + request.url().host() + " was refused, as it is another host");
      }
      Request keyless = withoutCredentials(request);
      Response response = chain.proceed(exposed(keyless, destination));
      return response.newBuilder().request(keyless).build();
    }

    private static Request withoutCredentials(Request request) {
      Request.Builder builder = request.newBuilder();
      for (String name : request.headers().names()) {
        // Cookies are the client's own, kept for this very host.
        if (HttpFields.isCredential(name) && !name.equalsIgnoreCase("cookie")) {
          builder.removeHeader(name);
        }
      }
      return builder.build();
    }
  }

  /**
   * Reaches the list of interceptors that OkHttp makes for each call, application's and network's
   * together, the one that talks to the server last. It is a private field, but one with the same
   * name since 3.0; where it cannot be reached, the key travels in the headers, which is good
   * enough for all clients that do not look after credentials themselves.
   */
  private static final class CallList {
    private static final String CHAIN = "okhttp3.internal.http.RealInterceptorChain";

    private static volatile @Nullable Field field;
    private static volatile boolean unreachable;

    static boolean add(Interceptor.Chain chain) {
      if (unreachable || !chain.getClass().getName().equals(CHAIN)) {
        return false;
      }
      try {
        List<Interceptor> list = list(chain);
        if (!list.contains(LAST)) {
          list.add(list.size() - 1, LAST);
        }
        return true;
      } catch (ReflectiveOperationException | RuntimeException e) {
        unreachable = true;
        LOG.warn(
            "cannot add keys below the interceptors of this OkHttp ({}); they travel in the request's"
                + " headers, which openai-java removes when the host changes",
            e.toString());
        return false;
      }
    }

    @SuppressWarnings("unchecked") // what the field holds since OkHttp 3.0
    private static List<Interceptor> list(Interceptor.Chain chain)
        throws ReflectiveOperationException {
      Field known = field;
      if (known == null) {
        known = chain.getClass().getDeclaredField("interceptors");
        known.setAccessible(true);
        field = known;
      }
      return (List<Interceptor>) known.get(chain);
    }
  }
}
