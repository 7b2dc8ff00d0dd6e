package io.ailb.benchmarks.faults;

import io.ailb.benchmarks.faults.Evidence.Books;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the load balancer counts, by JMX: the same from the library and from the agent. */
final class Ledger {
  private Ledger() {}

  static Books of(String pool) {
    return new Books(outputTokens(pool, "preferred"), outputTokens(pool, "healthy"));
  }

  private static long outputTokens(String pool, String endpoint) {
    try {
      ObjectName name = new ObjectName("ailb:type=Endpoint,pool=" + pool + ",name=" + endpoint);
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      for (int i = 0; i < 500 && !beans.isRegistered(name); i++) { // they come two seconds later
        LockSupport.parkNanos(20_000_000);
      }
      return (Long) beans.getAttribute(name, "OutputTokensTotal");
    } catch (JMException e) {
      throw new IllegalStateException("no figures of " + endpoint + " in " + pool, e);
    }
  }
}
