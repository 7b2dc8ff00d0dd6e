package io.ailb.time;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no JVM alive and pin no application's class loader. */
final class DaemonThreads {
  private DaemonThreads() {}

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      // A thread inherits its maker's context loader, and could inherit its locals; ours may be
      // made by
      // any thread of a web application.
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      return thread;
    };
  }
}
