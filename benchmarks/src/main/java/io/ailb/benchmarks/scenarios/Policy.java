package io.ailb.benchmarks.scenarios;

import io.ailb.time.EventLoop;

/** Who sends requests to endpoints; its caller waits for {@link Job#over}. */
interface Policy {
  void take(Job job);

  /** How many places it still holds after all requests are over: none, if it is right. */
  default long held() {
    return 0;
  }

  /** Makes a policy for one run. */
  @FunctionalInterface
  interface Maker {
    Policy make(Scenario scenario, long dice, EventLoop loop, Server server);
  }
}
