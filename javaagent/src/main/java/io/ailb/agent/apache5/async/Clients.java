package io.ailb.agent.apache5.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.jspecify.annotations.Nullable;

/** What an asynchronous client does not tell about itself. */
final class Clients {
  private static final String PACKAGE = "org.apache.hc.client5.http.impl.async.";
  private static final String MINIMAL = PACKAGE + "AbstractMinimalHttpAsyncClientBase";
  private static final String FULL = PACKAGE + "InternalAbstractHttpAsyncClient";

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
