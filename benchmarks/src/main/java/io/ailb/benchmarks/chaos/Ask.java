package io.ailb.benchmarks.chaos;

import io.ailb.simulator.fault.Fault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as its dice made it.
 *
 * @param index its number in the run, from 0
 * @param pool whose {@code stream.recovery} it is, too
 * @param jdk whether the JDK's own client asks, instead of OkHttp
 * @param enqueued whether the client calls back, instead of keeping its thread
 * @param question which brings the faults along
 * @param faults by endpoint, for the first time it is asked, the second and so on; null = none
 */
record Ask(
    int index,
    String pool,
    Tongue tongue,
    boolean streamed,
    boolean jdk,
    boolean enqueued,
    Leaving leaving,
    String question,
    Map<String, List<@Nullable Fault>> faults) {

  /**
   * The same as a JDK before 20 can do it: there {@code send} swallows an interrupt of who reads,
   * and there is no other way out of it. So who wants to leave is called back instead.
   */
  Ask withAWayOut() {
    boolean byInterrupt = leaving.way().isByInterrupt() && jdk && !enqueued;
    return byInterrupt && Runtime.version().feature() < 20
        ? new Ask(index, pool, tongue, streamed, true, true, leaving.cancelling(), question, faults)
        : this;
  }

  @Override
  public String toString() {
    return "#%d %s %s, %s %s, pool %s, %s, %s"
        .formatted(
            index,
            tongue.word(),
            streamed ? "streamed" : "whole",
            jdk ? "java.net.http" : "OkHttp",
            enqueued ? "called back" : "blocking",
            pool,
            leaving,
            faults);
  }
}
