package io.ailb.agent.apache5.async;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** What an asynchronous client does not tell about itself. */
final class Clients {
  private static final String PACKAGE = "org.apache.hc.client5.http.impl.async.";
  private static final String MINIMAL = PACKAGE + "AbstractMinimalHttpAsyncClientBase";
  private static final String FULL = PACKAGE + "InternalAbstractHttpAsyncClient";

  /** How an endpoint of a minimal client takes a limit for reads; since 5.2, else none. */
  private static final ClassValue<Optional<MethodHandle>> SET_SOCKET_TIMEOUT =
      new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
          try {
            return Optional.of(
                MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findVirtual(
                        type, "setSocketTimeout", MethodType.methodType(void.class, Timeout.class))
                    .asType(
                        MethodType.methodType(
                            void.class, AsyncClientEndpoint.class, Timeout.class)));
          } catch (ReflectiveOperationException e) {
            return Optional.empty();
          }
        }
      };

  private Clients() {}

  /** Whether a client sends a request as it gets it: nothing sees it on its way. */
  static boolean isMinimal(Object client) {
    return classOf(client, MINIMAL) != null;
  }

  /** What holds for requests that say nothing of their own. */
  static Object settings(Object client) {
    Class<?> full = client instanceof Configurable ? null : classOf(client, FULL);
    RequestConfig config = full == null ? null : defaults(full, client);
    return config == null ? client : (Configurable) () -> config;
  }

  /** A minimal client's own limit for an answer, which it sets before it executes. */
  static void limitReads(AsyncClientEndpoint endpoint, HttpClientContext context) {
    Timeout timeout = context.getRequestConfig().getResponseTimeout();
    MethodHandle setter = SET_SOCKET_TIMEOUT.get(endpoint.getClass()).orElse(null);
    if (timeout == null || setter == null) {
      return;
    }
    try {
      setter.invokeExact(endpoint, timeout);
    } catch (Throwable e) {
      throw new IllegalStateException("an endpoint does not take a limit", e);
    }
  }

  private static @Nullable RequestConfig defaults(Class<?> full, Object client) {
    try {
      VarHandle field =
          MethodHandles.privateLookupIn(full, MethodHandles.lookup())
              .findVarHandle(full, "defaultConfig", RequestConfig.class);
      return (RequestConfig) field.get(client);
    } catch (ReflectiveOperationException e) {
      return null; // of a line to come: the general defaults hold
    }
  }

  private static @Nullable Class<?> classOf(Object client, String name) {
    Class<?> type = client.getClass();
    while (type != null && !type.getName().equals(name)) {
      type = type.getSuperclass();
    }
    return type;
  }
}
