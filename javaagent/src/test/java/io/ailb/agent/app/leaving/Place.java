package io.ailb.agent.app.leaving;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** What a pool counts, as an operator sees it. */
record Place(String pool) {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  int inFlight() {
    return count("InFlight");
  }

  int queued() {
    return count("Queued");
  }

  private int count(String attribute) {
    try {
      return (Integer)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(new ObjectName("ailb:type=Pool,pool=" + pool), attribute);
    } catch (InstanceNotFoundException e) {
      return 0; // the load balancer is about to start
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns as soon as it is. */
  static void await(BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > PATIENCE) {
        throw new IllegalStateException("it never came to be");
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
