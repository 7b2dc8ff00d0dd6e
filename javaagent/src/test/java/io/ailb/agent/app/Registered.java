package io.ailb.agent.app;

import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** MBeans of ai-lb, which come some time after its start. */
final class Registered {
  private Registered() {}

  /** The one of that name, once it is there. */
  static ObjectName bean(MBeanServer beans, String name) throws Exception {
    ObjectName wanted = new ObjectName("ailb:" + name);
    for (int i = 0; i < 1_000 && !beans.isRegistered(wanted); i++) { // real time
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return wanted;
  }
}
