package io.ailb.agent.okhttp;

import io.ailb.agent.install.Balancer;
import io.ailb.okhttp.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.RequestBody;

/**
 * Gives OkHttp lists of interceptors that have ours, last in each: inside the application's own,
 * which see one call with its own address and key, and inside those that trace the network.
 */
public final class OkHttpPlugin {
  static final String CLIENT = "okhttp";

  /** By name, as the library's class in the application is not the one of this loader. */
  private static final String LIBRARY = "io.ailb.okhttp.LoadBalancingInterceptor";

  private static final Interceptor BALANCING = new BalancingInterceptor();

  static {
    checkVersion();
  }

  private OkHttpPlugin() {}

  private static void checkVersion() {
    try {
      RequestBody.class.getMethod("isOneShot");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this OkHttp is older than 3.14", e);
    }
  }

  /** The application interceptors of a client, and ours. */
  @SuppressWarnings("unchecked") // what the method of OkHttp returns
  public static Object interceptors(Object original) {
    List<Interceptor> theirs = (List<Interceptor>) original;
    if (Balancer.isOff(CLIENT) || isThere(theirs)) {
      return original;
    }
    List<Interceptor> all = new ArrayList<>(theirs.size() + 1);
    all.addAll(theirs);
    all.add(BALANCING);
    return Collections.unmodifiableList(all);
  }

  /**
   * Whether this client has the library's interceptor, whose pool its developer chose, or ours: a
   * client that was derived from another stores what it was given.
   */
  private static boolean isThere(List<Interceptor> interceptors) {
    for (Interceptor interceptor : interceptors) {
      if (interceptor == BALANCING || interceptor.getClass().getName().equals(LIBRARY)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The network interceptors of a client, with the one that adds keys at their end; in a derived
   * client it may stand further in front.
   */
  @SuppressWarnings("unchecked") // what the method of OkHttp returns
  public static Object networkInterceptors(Object original) {
    List<Interceptor> theirs = (List<Interceptor>) original;
    Interceptor keys = Keys.interceptor();
    if (Balancer.isOff(CLIENT) || (!theirs.isEmpty() && theirs.get(theirs.size() - 1) == keys)) {
      return original;
    }
    List<Interceptor> all = new ArrayList<>(theirs.size() + 1);
    for (Interceptor interceptor : theirs) {
      if (interceptor != keys) {
        all.add(interceptor);
      }
    }
    all.add(keys);
    return Collections.unmodifiableList(all);
  }
}
