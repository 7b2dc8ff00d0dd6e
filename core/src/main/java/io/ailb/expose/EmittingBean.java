package io.ailb.expose;

import java.util.Map;
import javax.management.ListenerNotFoundException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;

/**
 * One that also sends notifications. Apart from the others, as consoles offer to subscribe to
 * whatever could send some.
 */
final class EmittingBean extends DescribedBean implements NotificationEmitter {
  private final NotificationBroadcasterSupport emitter;

  <T> EmittingBean(
      T bean,
      Class<T> type,
      boolean readOnly,
      Map<Class<?>, MBeanInfo> infos,
      NotificationBroadcasterSupport emitter) {
    super(bean, type, readOnly, infos);
    this.emitter = emitter;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanInfo silent = super.getMBeanInfo();
    return new MBeanInfo(
        silent.getClassName(),
        silent.getDescription(),
        silent.getAttributes(),
        silent.getConstructors(),
        silent.getOperations(),
        getNotificationInfo(),
        silent.getDescriptor());
  }

  @Override
  public MBeanNotificationInfo[] getNotificationInfo() {
    return emitter.getNotificationInfo();
  }

  @Override
  public void addNotificationListener(
      NotificationListener listener,
      @Nullable NotificationFilter filter,
      @Nullable Object handback) {
    emitter.addNotificationListener(listener, filter, handback);
  }

  @Override
  public void removeNotificationListener(NotificationListener listener)
      throws ListenerNotFoundException {
    emitter.removeNotificationListener(listener);
  }

  @Override
  public void removeNotificationListener(
      NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback)
      throws ListenerNotFoundException {
    emitter.removeNotificationListener(listener, filter, handback);
  }
}
