package io.ailb.benchmarks.faults;

import io.ailb.benchmarks.faults.Evidence.Books;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
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
      return (Long)
          ManagementFactory.getPlatformMBeanServer().getAttribute(name, "OutputTokensTotal");
    } catch (JMException e) {
      throw new IllegalStateException("no figures of " + endpoint + " in " + pool, e);
    }
  }
}
