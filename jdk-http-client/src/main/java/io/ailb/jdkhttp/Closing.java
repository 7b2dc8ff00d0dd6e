package io.ailb.jdkhttp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What clients have learned in Java 21, when they could be closed. */
final class Closing {
  private static final @Nullable MethodHandle SHUTDOWN = method("shutdown", void.class);
  private static final @Nullable MethodHandle SHUTDOWN_NOW = method("shutdownNow", void.class);
  private static final @Nullable MethodHandle CLOSE = method("close", void.class);
  private static final @Nullable MethodHandle IS_TERMINATED = method("isTerminated", boolean.class);
  private static final @Nullable MethodHandle AWAIT =
      method("awaitTermination", boolean.class, Duration.class);

  private Closing() {}

  private static @Nullable MethodHandle method(
      String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(HttpClient.class, name, MethodType.methodType(result, parameters));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null; // before 21
    }
  }

  static void shutdown(HttpClient client) {
    call(SHUTDOWN, client);
  }

  static void shutdownNow(HttpClient client) {
    call(SHUTDOWN_NOW, client);
  }

  static void close(HttpClient client) {
    call(CLOSE, client);
  }

  static boolean isTerminated(HttpClient client) {
    if (IS_TERMINATED == null) {
      return false;
    }
    try {
      return (boolean) IS_TERMINATED.invokeExact(client);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static boolean awaitTermination(HttpClient client, Duration duration)
      throws InterruptedException {
    if (AWAIT == null) {
      return true;
    }
    try {
      return (boolean) AWAIT.invokeExact(client, duration);
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static void call(@Nullable MethodHandle method, HttpClient client) {
    if (method == null) {
      return;
    }
    try {
      method.invokeExact(client);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e); // they declare no other
  }
}
