package io.ailb.okhttp;

import io.ailb.model.WireRequest.Credential;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
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

  private static final String REMEDY =
      "Add LoadBalancingInterceptor to the client itself, not to an interceptor that hides"
          + " OkHttp's own chain from it";

  private final boolean insert;

  /** Some interceptor of the client took a key off. */
  private volatile boolean seenLost;

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

  /** How a key gets to its endpoint. */
  enum Way {
    /** {@link #interceptor()} adds it. */
    LAST,
    /** In the headers from here on, past whatever interceptors there are. */
    HEADERS,
    /** Not at all: somebody would take it off, or it could be carried elsewhere. */
    NONE
  }

  /** Sees to it that the key of {@code destination} will be added to the request of this call. */
  Way way(Interceptor.Chain chain, Destination destination) {
    if (!insert || CallList.add(chain)) {
      return Way.LAST;
    }
    boolean arrives = !seenLost || destination.isAt(chain.call().request().url());
    return arrives && destination.isSafeInHeaders() ? Way.HEADERS : Way.NONE;
  }

  /** The request with the key in its headers: what is left where nothing can be inserted. */
  static Request exposed(Request request, Destination destination) {
    Credential credential = destination.credential();
    return credential == null
        ? request
        : request.newBuilder().header(credential.name(), credential.value()).build();
  }

  /**
   * Whether this is the answer to a request that has lost, or may have lost, its key on the way
   * through the client's interceptors: the endpoint is not to blame for it.
   */
  boolean wereLost(Response response, Destination destination) {
    Credential credential = destination.credential();
    if (credential == null || response.code() < 400) {
      return false;
    }
    Response network = response.networkResponse();
    boolean arrived =
        network != null && credential.value().equals(network.request().header(credential.name()));
    if (!arrived && !seenLost) {
      seenLost = true;
      LOG.warn(
          "an interceptor of this client takes keys off requests whose host is not that of their"
              + " call, and ai-lb cannot add them after it: endpoints at other hosts are not used by"
              + " this client. {}",
          REMEDY);
    }
    return !arrived;
  }

  private static final class KeyInterceptor implements Interceptor {
    private static final List<String> KEY_HEADERS =
        List.of("Authorization", "api-key", "x-api-key", "x-goog-api-key");

    @Override
    public Response intercept(Chain chain) throws IOException {
      Request request = chain.request();
      Destination destination = request.tag(Destination.class);
      if (destination == null) {
        return chain.proceed(request);
      }
      if (!destination.isAt(request.url())) {
        throw new ProtocolException( // which OkHttp does not try again
            "ai-lb: a redirect to " + request.url().host() + " was refused, as it is another host");
      }
      Response response =
          LateHead.given(chain, keyed(request, destination.credential()), destination);
      restoreReadTimeout(chain, destination);
      // Without our key, and with what an authenticator of the application's put there: it looks
      // for that, to know when to give up.
      return FollowUps.without(response).newBuilder().request(request).build();
    }

    /**
     * Until the head core's patience was the read timeout. On HTTP/1.1 OkHttp has set it on the
     * socket itself, where it would stay for the whole answer and cut a stream that pauses.
     */
    private static void restoreReadTimeout(Chain chain, Destination destination)
        throws IOException {
      Connection connection = chain.connection();
      if (connection != null && connection.protocol() == Protocol.HTTP_1_1) {
        connection.socket().setSoTimeout(destination.readTimeoutMillis());
      }
    }

    /** With the pool's key alone. Those for proxies, and cookies, are the client's own business. */
    private static Request keyed(Request request, @Nullable Credential credential) {
      Request.Builder keyed = request.newBuilder().tag(Destination.class, null); // one copy less
      for (String name : KEY_HEADERS) {
        if (request.header(name) != null) {
          keyed.removeHeader(name);
        }
      }
      return credential == null
          ? keyed.build()
          : keyed.header(credential.name(), credential.value()).build();
    }
  }

  /**
   * Reaches the list of interceptors that OkHttp makes for each call, application's and network's
   * together, the one that talks to the server last. It is a private field, but one with the same
   * name since 3.0. Whoever calls our interceptor may have wrapped the chain: it has it in a field
   * then. An inner call would be no help where all this fails: on a module path its client cannot
   * be reached either, and behind a wrapper nobody knows which interceptors come after ours.
   */
  private static final class CallList {
    private static final String CHAIN = "okhttp3.internal.http.RealInterceptorChain";
    private static final int WRAPPERS = 8;

    private static final AtomicBoolean warned = new AtomicBoolean();
    private static volatile @Nullable Field field;

    static boolean add(Interceptor.Chain chain) {
      try {
        Interceptor.Chain own = unwrapped(chain, WRAPPERS);
        if (own != null && own.call() == chain.call()) {
          List<Interceptor> list = list(own);
          if (!list.contains(LAST)) {
            list.add(list.size() - 1, LAST);
          }
          return true;
        }
        warn("wrapped in " + chain.getClass().getName());
      } catch (ReflectiveOperationException | RuntimeException e) {
        warn(e.toString());
      }
      return false;
    }

    private static void warn(String why) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn(
            "cannot add keys below the interceptors of a client ({}): they travel in the headers of"
                + " its requests, where its interceptors see them; endpoints with other key headers"
                + " than Authorization are not used by it. {}",
            why,
            REMEDY);
      }
    }

    /** The chain that OkHttp made; null where none is found. */
    private static Interceptor.@Nullable Chain unwrapped(Interceptor.Chain chain, int wrappers)
        throws ReflectiveOperationException {
      if (chain.getClass().getName().equals(CHAIN)) {
        return chain;
      }
      for (Class<?> type = chain.getClass();
          type != null && wrappers > 0;
          type = type.getSuperclass()) {
        for (Field wrapped : type.getDeclaredFields()) {
          if (Interceptor.Chain.class.isAssignableFrom(wrapped.getType())
              && !Modifier.isStatic(wrapped.getModifiers())) {
            wrapped.setAccessible(true);
            Object inner = wrapped.get(chain);
            Interceptor.Chain own =
                inner == null ? null : unwrapped((Interceptor.Chain) inner, wrappers - 1);
            if (own != null) {
              return own;
            }
          }
        }
      }
      return null;
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
