package io.ailb.expose;

import io.ailb.observe.EndpointChanged;
import io.ailb.observe.Listener;
import io.ailb.observe.PoolExhausted;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * The MBeans of one load balancer: {@code ailb:type=AiLb}, {@code ailb:type=Pool,pool=P} and {@code
 * ailb:type=Endpoint,pool=P,name=E}. A second one in the same JVM adds {@code ,instance=N}. Also
 * sends the notifications. Thread-safe.
 */
public final class Beans implements Listener, AutoCloseable {
  private static final int MAX_INSTANCES = 1_000;

  private static final List<String> NOTIFICATIONS =
      List.of(
          "ailb.endpoint.state",
          "ailb.pool.exhausted",
          "ailb.config.reloaded",
          "ailb.config.rejected");

  private final String version;
  private final String domain;
  private final boolean readOnly;
  private final Controls controls;
  private final Scoreboard board;
  private final AtomicLong sequence = new AtomicLong();
  private final NotificationBroadcasterSupport emitter;

  /** Pools that had no place for a request, and have served none since. */
  private final Set<String> exhausted = ConcurrentHashMap.newKeySet();

  /** Registered beans by name without the instance. */
  private final Map<String, ObjectName> registered = new HashMap<>(); // guarded by this

  /** What they show, by the same names: it changes with the configuration, they stay. */
  private final Map<String, Shown<PoolView>> pools = new HashMap<>(); // guarded by this

  private final Map<String, Shown<EndpointView>> endpoints = new HashMap<>(); // guarded by this

  /** By the types of beans. */
  private final Map<Class<?>, MBeanInfo> infos = new ConcurrentHashMap<>();

  private int instance; // 0 before the first registration; guarded by this
  private boolean closed; // guarded by this

  /**
   * Nothing is registered yet.
   *
   * @param teller calls those who subscribed, who may be slow
   */
  public Beans(
      String version,
      String domain,
      boolean readOnly,
      Controls controls,
      Scoreboard board,
      Executor teller) {
    this.version = version;
    this.domain = domain;
    this.readOnly = readOnly;
    this.controls = controls;
    this.board = board;
    this.emitter =
        new NotificationBroadcasterSupport(
            teller,
            new MBeanNotificationInfo(
                NOTIFICATIONS.toArray(String[]::new),
                Notification.class.getName(),
                "A change of state, told once; the message is a sentence"));
  }

  /**
   * Registers what is not registered yet, and takes off what is gone. What stays shows what the
   * configuration of now made of it: somebody may be looking at it.
   */
  public synchronized void refresh() {
    if (closed) {
      return;
    }
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    if (instance == 0) {
      registerFirst(server);
    }
    Set<String> gone = new HashSet<>(registered.keySet());
    gone.remove(ROOT);
    for (PoolView pool : controls.pools()) {
      for (EndpointView endpoint : pool.endpoints()) {
        String below = "type=Endpoint,pool=" + pool.name() + ",name=" + endpoint.name();
        gone.remove(below);
        show(
            server,
            below,
            endpoints,
            endpoint,
            shown ->
                new DescribedBean(
                    new EndpointBean(pool.name(), shown, controls, board),
                    EndpointMXBean.class,
                    readOnly,
                    infos));
      }
      // After its endpoints: who sees it sees them.
      String name = "type=Pool,pool=" + pool.name();
      gone.remove(name);
      show(
          server,
          name,
          pools,
          pool,
          shown ->
              new DescribedBean(
                  new PoolBean(shown, controls, board), PoolMXBean.class, readOnly, infos));
    }
    gone.forEach(name -> unregister(server, name));
  }

  private <V> void show(
      MBeanServer server,
      String name,
      Map<String, Shown<V>> known,
      V view,
      Function<Shown<V>, DescribedBean> bean) {
    Shown<V> shown = known.get(name);
    if (shown != null) {
      shown.set(view);
    } else {
      Shown<V> first = new Shown<>(view);
      known.put(name, first);
      register(server, name, bean.apply(first));
    }
  }

  private static final String ROOT = "type=AiLb";

  private void registerFirst(MBeanServer server) {
    DescribedBean bean =
        new EmittingBean(
            new AiLbBean(version, controls, board), AiLbMXBean.class, readOnly, infos, emitter);
    while (instance < MAX_INSTANCES) {
      instance++;
      if (register(server, ROOT, bean)) {
        return;
      }
    }
  }

  private boolean register(MBeanServer server, String name, DescribedBean bean) {
    try {
      ObjectName objectName = objectName(name);
      server.registerMBean(bean, objectName);
      registered.put(name, objectName);
      return true;
    } catch (InstanceAlreadyExistsException e) {
      return false;
    } catch (JMException e) {
      throw new IllegalStateException("cannot register " + name, e);
    }
  }

  private ObjectName objectName(String name) throws MalformedObjectNameException {
    return new ObjectName(domain + ":" + name + (instance == 1 ? "" : ",instance=" + instance));
  }

  private void unregister(MBeanServer server, String name) {
    ObjectName objectName = registered.remove(name);
    pools.remove(name);
    endpoints.remove(name);
    try {
      if (objectName != null) {
        server.unregisterMBean(objectName);
      }
    } catch (JMException e) {
      // it is gone already
    }
  }

  /** Takes all beans off; further calls do nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    if (!registered.isEmpty()) {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      for (String name : new ArrayList<>(registered.keySet())) {
        unregister(server, name);
      }
    }
  }

  @Override
  public void endpointChanged(EndpointChanged event) {
    Duration lasts = event.lasts();
    String message =
        event.endpoint()
            + " "
            + event.after()
            + (lasts == null ? "" : " for " + Math.max(1, lasts.toSeconds()) + " s")
            + " (was "
            + event.before()
            + ")"
            + (event.reason().isEmpty() ? "" : ": " + event.reason())
            + "; pool "
            + event.pool()
            + ".";
    send(
        "ailb.endpoint.state",
        message,
        event.before().name(),
        event.after().name(),
        event.reason());
  }

  @Override
  public void poolExhausted(PoolExhausted event) {
    if (exhausted.add(event.pool())) {
      send("ailb.pool.exhausted", event.message(), "AVAILABLE", "EXHAUSTED", event.reason());
    }
  }

  @Override
  public void requestEnded(RequestEnded event) {
    if (event.result() == Result.SUCCESS && !exhausted.isEmpty()) {
      exhausted.remove(event.pool());
    }
  }

  /** A new configuration runs. */
  public void configReloaded(String message) {
    send("ailb.config.reloaded", message, "", "", "");
  }

  /** A new configuration was refused; the old one runs on. */
  public void configRejected(String reason) {
    send("ailb.config.rejected", "Not reloaded, the old one runs on: " + reason, "", "", reason);
  }

  private void send(String type, String message, String before, String after, String reason) {
    ObjectName source;
    synchronized (this) {
      source = registered.get(ROOT);
    }
    if (source == null) {
      return; // nobody can have subscribed
    }
    Notification notification = new Notification(type, source, sequence.incrementAndGet(), message);
    notification.setUserData(data(before, after, reason));
    emitter.sendNotification(notification);
  }

  private static @Nullable CompositeDataSupport data(String before, String after, String reason) {
    String[] names = {"before", "after", "reason"};
    OpenType<?>[] types = {SimpleType.STRING, SimpleType.STRING, SimpleType.STRING};
    try {
      CompositeType type = new CompositeType("Change", "What changed", names, names, types);
      return new CompositeDataSupport(type, names, new Object[] {before, after, reason});
    } catch (OpenDataException e) {
      throw new IllegalStateException("three texts are open data", e);
    }
  }
}
