package io.ailb.agent.app;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What all load balancers of this JVM have counted, as their MBeans show it. */
final class Figures {
  /** Of the configuration that the tests give to each. */
  private static final int POOLS = 2;

  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private Figures() {}

  /** Of so many; the agent's shows its figures a little after it has begun. */
  static Figures of(int balancers) throws Exception {
    ObjectName pools = new ObjectName("ailb:type=Pool,*");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (BEANS.queryNames(pools, null).size() < POOLS * balancers
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return new Figures();
  }

  long sum(String type, String attribute) throws Exception {
    long sum = 0;
    for (ObjectName bean : BEANS.queryNames(new ObjectName("ailb:type=" + type + ",*"), null)) {
      sum += ((Number) BEANS.getAttribute(bean, attribute)).longValue();
    }
    return sum;
  }
}
