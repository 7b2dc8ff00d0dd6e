package io.ailb.jdkhttp;

import io.ailb.time.Chores;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;

/** Where a client's application expects its own code to run. */
final class Threads {
  private Threads() {}

  /** The executor that a client was built with; its own, if it made one, is not to be had. */
  static Executor of(HttpClient client) {
    return client.executor().orElseGet(Chores::system);
  }
}
