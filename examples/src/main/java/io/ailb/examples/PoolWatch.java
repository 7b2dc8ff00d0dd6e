package io.ailb.examples;

import io.ailb.expose.EndpointMXBean;
import io.ailb.expose.PoolMXBean;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/** Watches the pool of another JVM as JConsole does: through its MBeans. */
final class PoolWatch implements AutoCloseable {
  private final int port;
  private @Nullable JMXConnector connector;

  private PoolWatch(int port) {
    this.port = port;
  }

  /** On a port that is free now. */
  static PoolWatch onFreePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new PoolWatch(socket.getLocalPort());
    }
  }

  /** Lets the JVM to be watched open its port, on this machine only. */
  void allow(AgentJvm jvm) {
    jvm.option("-Dcom.sun.management.jmxremote.port=" + port)
        .option("-Dcom.sun.management.jmxremote.rmi.port=" + port)
        .option("-Dcom.sun.management.jmxremote.host=127.0.0.1")
        .option("-Djava.rmi.server.hostname=127.0.0.1")
        .option("-Dcom.sun.management.jmxremote.local.only=true")
        .option("-Dcom.sun.management.jmxremote.authenticate=false")
        .option("-Dcom.sun.management.jmxremote.ssl=false");
  }

  /** What to type into JConsole. */
  String address() {
    return "127.0.0.1:" + port;
  }

  @SuppressWarnings("BanJNDI") // JMX over RMI looks the JVM up so, one that we started ourselves
  private MBeanServerConnection connection() throws IOException {
    if (connector == null) {
      connector =
          JMXConnectorFactory.connect(
              new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + address() + "/jmxrmi"));
    }
    return connector.getMBeanServerConnection();
  }

  /** Whether the JVM is up and its pool is shown. */
  boolean isReady() {
    try {
      return connection().isRegistered(name("type=Pool,pool=default"));
    } catch (IOException e) {
      return false;
    }
  }

  PoolMXBean pool() throws IOException {
    return JMX.newMXBeanProxy(connection(), name("type=Pool,pool=default"), PoolMXBean.class);
  }

  EndpointMXBean endpoint(String endpoint) throws IOException {
    return JMX.newMXBeanProxy(
        connection(), name("type=Endpoint,pool=default,name=" + endpoint), EndpointMXBean.class);
  }

  private static ObjectName name(String rest) {
    try {
      return new ObjectName("ailb:" + rest);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (connector != null) {
        connector.close();
      }
    } catch (IOException e) {
      // the JVM it watched has ended, as it should
    }
  }
}
