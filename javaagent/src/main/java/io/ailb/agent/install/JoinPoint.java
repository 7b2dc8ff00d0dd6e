package io.ailb.agent.install;

import org.jspecify.annotations.Nullable;

/**
 * The methods of clients that the agent changes, and where each then asks. All of them take nothing
 * and return an object that the adapter may replace. The constants' names stand in the changed
 * classes.
 */
enum JoinPoint {
  /**
   * Read for each call, in 3.14, 4.x and 5.x: reaches every client, however and whenever it was
   * built.
   */
  OKHTTP_INTERCEPTORS("interceptors"),

  /** Read for each call, too; what is last here is the last to see a request. */
  OKHTTP_NETWORK_INTERCEPTORS("networkInterceptors");

  /** As in class files. */
  private static final String OKHTTP = "okhttp3/OkHttpClient";

  private final String method;

  JoinPoint(String method) {
    this.method = method;
  }

  /** Whether a class has methods to change. Asked for each class that the JVM loads. */
  static boolean isIn(@Nullable String className) {
    return OKHTTP.equals(className);
  }

  /** The join point of a method of a class of {@link #isIn}, or null. */
  static @Nullable JoinPoint of(String method, String descriptor) {
    for (JoinPoint point : values()) {
      if (point.method.equals(method) && descriptor.equals("()Ljava/util/List;")) {
        return point;
      }
    }
    return null;
  }

  /** The adapter's class. */
  String plugin() {
    return "io.ailb.agent.okhttp.OkHttpPlugin";
  }

  /** The adapter's method: public, static, from object to object. */
  String advice() {
    return method;
  }
}
