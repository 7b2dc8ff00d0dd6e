package io.ailb.benchmarks.loopback;

/** Work of a thread that nobody waits for; what it throws is printed. */
interface Background {
  void run() throws Exception;

  static void start(String name, Background work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
