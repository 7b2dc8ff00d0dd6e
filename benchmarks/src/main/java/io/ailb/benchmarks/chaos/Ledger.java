package io.ailb.benchmarks.chaos;

import io.ailb.observe.AnswerLost;
import io.ailb.observe.Bug;
import io.ailb.observe.Listener;
import io.ailb.observe.PassedThrough;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.TakenOver;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;

/** What ai-lb tells of itself, by events and by JMX, to be held against what is known. */
final class Ledger implements Listener {
  // All guarded by this.
  private final Set<String> underWay = new HashSet<>();
  private final Map<RequestEnded.Result, Long> ended = new EnumMap<>(RequestEnded.Result.class);
  private final List<String> wrong = new ArrayList<>();
  private long begun;

  @Override
  public synchronized void takenOver(TakenOver event) {
    begun++;
    if (!underWay.add(event.request())) {
      wrong.add(event.request() + " began twice");
    }
  }

  @Override
  public synchronized void requestEnded(RequestEnded event) {
    ended.merge(event.result(), 1L, Long::sum);
    if (!underWay.remove(event.request())) {
      wrong.add(event.request() + " ended twice, or before it began");
    }
  }

  @Override
  public synchronized void passedThrough(PassedThrough event) {
    wrong.add("passed through: " + event);
  }

  @Override
  public synchronized void answerLost(AnswerLost event) {
    wrong.add("an answer was lost: " + event);
  }

  @Override
  public synchronized void bug(Bug event) {
    StringBuilder trace = new StringBuilder("a bug while " + event.doing() + ": " + event.cause());
    for (StackTraceElement element : event.cause().getStackTrace()) {
      trace.append("\n    at ").append(element);
    }
    wrong.add(trace.toString());
  }

  synchronized int underWay() {
    return underWay.size();
  }

  synchronized long ended(RequestEnded.Result result) {
    return ended.getOrDefault(result, 0L);
  }

  /**
   * What does not agree.
   *
   * @param asked requests that came to ai-lb
   */
  synchronized List<String> differences(long asked) {
    List<String> all = new ArrayList<>(wrong);
    long total = ended.values().stream().mapToLong(Long::longValue).sum();
    long counted = Field.POOLS.stream().mapToLong(pool -> attribute(pool, "RequestsTotal")).sum();
    if (begun != asked || total != asked || counted != asked) {
      all.add(
          "asked %d, began %d, ended %d, RequestsTotal %d".formatted(asked, begun, total, counted));
    }
    long failures = Field.POOLS.stream().mapToLong(pool -> attribute(pool, "FailuresTotal")).sum();
    long rejected = Field.POOLS.stream().mapToLong(pool -> attribute(pool, "RejectedTotal")).sum();
    if (failures != ended(RequestEnded.Result.FAILURE)
        || rejected != ended(RequestEnded.Result.REJECTED)) {
      all.add("FailuresTotal %d, RejectedTotal %d, ended %s".formatted(failures, rejected, ended));
    }
    return all;
  }

  /** Of a pool's MBean. */
  static long attribute(String pool, String name) {
    try {
      ObjectName bean = new ObjectName("ailb:type=Pool,pool=" + pool);
      return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name))
          .longValue();
    } catch (JMException e) {
      throw new IllegalStateException("no " + name + " of " + pool, e);
    }
  }
}
