package io.ailb.benchmarks.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** So many threads, each of which takes the next request when it is through with its own. */
record Workers(int number) {
  /** What is done with one request. */
  interface Task {
    void request(int number) throws InterruptedException;
  }

  void run(int requests, Task task) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(number);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        all.add(
            threads.submit(
                () -> {
                  for (int mine = next.getAndIncrement();
                      mine < requests;
                      mine = next.getAndIncrement()) {
                    task.request(mine);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
