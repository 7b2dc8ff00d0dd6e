package io.ailb.agent.okhttp;

import io.ailb.agent.install.Balancer;
import java.util.List;
import okhttp3.Interceptor;

/** What the changed getters of OkHttp's client ask; whatever fails, they return what they had. */
public final class OkHttpPlugin {
  private OkHttpPlugin() {}

  /** The application interceptors of a client, and ours. */
  public static Object interceptors(Object original) {
    try {
      return Interceptors.ofApplication(list(original));
    } catch (Throwable e) { // Errors of linking, too
      Balancer.failed(e);
      return original;
    }
  }

  /** The network interceptors of a client, and the one that adds keys. */
  public static Object networkInterceptors(Object original) {
    try {
      return Interceptors.ofNetwork(list(original));
    } catch (Throwable e) { // Errors of linking, too
      Balancer.failed(e);
      return original;
    }
  }

  @SuppressWarnings("unchecked") // what the methods of OkHttp return
  private static List<Interceptor> list(Object original) {
    return (List<Interceptor>) original;
  }
}
