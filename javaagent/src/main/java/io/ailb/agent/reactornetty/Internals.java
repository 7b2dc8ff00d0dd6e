package io.ailb.agent.reactornetty;

import io.netty.util.AttributeKey;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.transport.ClientTransport;

/** What the client has no public methods for. */
final class Internals {
  /** In the configuration of a client whose requests are ours; it never reaches a wire. */
  private static final AttributeKey<Boolean> MARK = AttributeKey.valueOf("ai-lb");

  /**
   * They have seen the application's request, and are not to see the tries with the pool's keys.
   */
  private static final List<String> HOOKS =
      List.of(
          "doOnRequest",
          "doAfterRequest",
          "doOnRequestError",
          "doOnResponse",
          "doAfterResponseSuccess",
          "doOnResponseError",
          "doOnConnect",
          "doOnConnected",
          "doOnDisconnected",
          "doOnRedirect",
          "authenticationPredicate",
          "connector",
          "metricsRecorder",
          "body");

  private static final MethodHandle CONNECT = connectMethod();
  private static final Field DEFERRED = field("deferredConf");
  private static final @Nullable Field OBSERVER = find("observer");
  private static final List<Field> FORGOTTEN = found(HOOKS);

  private Internals() {}

  private static MethodHandle connectMethod() {
    try {
      Method method = ClientTransport.class.getDeclaredMethod("connect");
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(Mono.class, HttpClient.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not the Reactor Netty that is known: " + e, e);
    }
  }

  private static @Nullable Field find(String name) {
    for (Class<?> owner = HttpClientConfig.class; owner != null; owner = owner.getSuperclass()) {
      try {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException e) {
        // of its parent, or not of this version
      }
    }
    return null;
  }

  private static List<Field> found(List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      Field field = find(name);
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static Field field(String name) {
    Field field = find(name);
    if (field == null) {
      throw new IllegalStateException("not the Reactor Netty that is known: no " + name);
    }
    return field;
  }

  static boolean isMarked(HttpClient client) {
    return client.configuration().attributes().containsKey(MARK);
  }

  /** A copy, which passes the changed method untouched. */
  static HttpClient marked(HttpClient client) {
    return client.attr(MARK, Boolean.TRUE);
  }

  /** A copy that nobody else has. */
  static HttpClient copy(HttpClient client) {
    return client.headers(same -> {});
  }

  /** Whether the request is not known before somebody subscribes to its answer. */
  static boolean isDeferred(HttpClient client) {
    return value(DEFERRED, client) != null;
  }

  /** The client, which is a copy that nobody else has, once its request is known. */
  @SuppressWarnings("unchecked") // the field's own type
  static Mono<HttpClient> resolved(HttpClient copy) {
    HttpClientConfig config = copy.configuration();
    var deferred = (Function<Mono<HttpClientConfig>, Mono<HttpClientConfig>>) value(DEFERRED, copy);
    return deferred == null
        ? Mono.just(copy)
        : deferred
            .apply(Mono.just(config))
            .map(
                same -> {
                  set(DEFERRED, config, null);
                  return copy;
                });
  }

  /** Takes from a client, which is a copy that nobody else has, what is the application's own. */
  static void forgetHooks(HttpClient copy) {
    for (Field hook : FORGOTTEN) {
      set(hook, copy.configuration(), null);
    }
    if (OBSERVER != null) {
      set(OBSERVER, copy.configuration(), ConnectionObserver.emptyListener());
    }
  }

  /** What the changed method does for others. */
  @SuppressWarnings("unchecked") // as the method is declared
  static Mono<? extends Connection> connect(HttpClient client) {
    try {
      return (Mono<? extends Connection>) CONNECT.invokeExact(client);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object value(Field field, HttpClient client) {
    try {
      return field.get(client.configuration());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Field field, HttpClientConfig config, @Nullable Object value) {
    try {
      field.set(config, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
