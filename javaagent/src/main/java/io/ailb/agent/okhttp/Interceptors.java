package io.ailb.agent.okhttp;

import io.ailb.agent.install.Balancer;
import io.ailb.okhttp.Keys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.RequestBody;

/**
 * Lists of interceptors that have ours, last in each: inside the application's own, which see one
 * call with its own address and key, and inside those that trace the network.
 */
final class Interceptors {
  static final String CLIENT = "okhttp";

  /** By name, as the library's class in the application is not the one of this loader. */
  private static final String LIBRARY = "io.ailb.okhttp.LoadBalancingInterceptor";

  private static final Interceptor BALANCING = new BalancingInterceptor();

  /** Whether the network interceptors have ever been asked for, and were given ours. */
  private static volatile boolean keysInPlace;

  static {
    checkVersion();
  }

  private Interceptors() {}

  private static void checkVersion() {
    try {
      RequestBody.class.getMethod("isOneShot");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this OkHttp is older than 3.14", e);
    }
  }

  /**
   * The application interceptors of a client, and ours; without ours where the library's is, whose
   * pool the client's developer chose.
   */
  static List<Interceptor> ofApplication(List<Interceptor> theirs) {
    if (Balancer.isOff(CLIENT)) {
      return theirs;
    }
    return hasLibrary(theirs) ? without(theirs, BALANCING) : withLast(theirs, BALANCING);
  }

  private static boolean hasLibrary(List<Interceptor> interceptors) {
    for (Interceptor interceptor : interceptors) {
      if (interceptor.getClass().getName().equals(LIBRARY)) {
        return true;
      }
    }
    return false;
  }

  /** The network interceptors of a client, and the one that adds keys. */
  static List<Interceptor> ofNetwork(List<Interceptor> theirs) {
    if (Balancer.isOff(CLIENT)) {
      return theirs;
    }
    List<Interceptor> all = withLast(theirs, Keys.interceptor());
    keysInPlace = true;
    return all;
  }

  /**
   * Whether keys find their way into requests. Each call asks for the network interceptors before
   * it begins; so if not, that has failed, and so would every request of a pool.
   */
  static boolean hasKeysInPlace() {
    return keysInPlace;
  }

  /**
   * Moves ours to the end: a client that was derived from another has stored what it got from here,
   * and may have added its own after it.
   */
  private static List<Interceptor> withLast(List<Interceptor> theirs, Interceptor ours) {
    if (!theirs.isEmpty() && theirs.get(theirs.size() - 1) == ours) {
      return theirs;
    }
    List<Interceptor> all = new ArrayList<>(without(theirs, ours));
    all.add(ours);
    return Collections.unmodifiableList(all);
  }

  private static List<Interceptor> without(List<Interceptor> theirs, Interceptor ours) {
    if (!theirs.contains(ours)) {
      return theirs;
    }
    List<Interceptor> rest = new ArrayList<>(theirs);
    rest.removeAll(List.of(ours));
    return Collections.unmodifiableList(rest);
  }
}
