package io.ailb.expose;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MXBean that carries its descriptions, parameter names and impacts from {@link Describe} on its
 * interface, and refuses what changes something where that is not allowed.
 */
class DescribedBean extends StandardMBean {
  private final Class<?> type;
  private final boolean readOnly;
  private final Map<Class<?>, MBeanInfo> infos;

  /**
   * Shows it.
   *
   * @param infos what was said of other beans of their types: 3 KB, the same for each of a type
   */
  <T> DescribedBean(T bean, Class<T> type, boolean readOnly, Map<Class<?>, MBeanInfo> infos) {
    super(bean, type, true);
    this.type = type;
    this.readOnly = readOnly;
    this.infos = infos;
  }

  @Override
  protected @Nullable MBeanInfo getCachedMBeanInfo() {
    return infos.get(type);
  }

  @Override
  protected void cacheMBeanInfo(MBeanInfo info) {
    infos.put(type, info);
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    Describe describe = type.getAnnotation(Describe.class);
    return describe == null ? super.getDescription(info) : describe.value();
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    Describe describe = onMethod((info.isIs() ? "is" : "get") + info.getName(), 0);
    return describe == null ? super.getDescription(info) : describe.value();
  }

  @Override
  protected String getDescription(MBeanOperationInfo info) {
    Describe describe = onMethod(info.getName(), info.getSignature().length);
    return describe == null ? super.getDescription(info) : describe.value();
  }

  @Override
  protected int getImpact(MBeanOperationInfo info) {
    Describe describe = onMethod(info.getName(), info.getSignature().length);
    return describe != null && describe.action()
        ? MBeanOperationInfo.ACTION
        : MBeanOperationInfo.INFO;
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
    Describe describe = onParameter(operation, index);
    return describe == null ? super.getParameterName(operation, parameter, index) : describe.name();
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
    Describe describe = onParameter(operation, index);
    return describe == null ? super.getDescription(operation, parameter, index) : describe.value();
  }

  private @Nullable Describe onMethod(String name, int parameters) {
    Method method = method(name, parameters);
    return method == null ? null : method.getAnnotation(Describe.class);
  }

  private @Nullable Describe onParameter(MBeanOperationInfo operation, int index) {
    Method method = method(operation.getName(), operation.getSignature().length);
    if (method != null) {
      for (Annotation annotation : method.getParameterAnnotations()[index]) {
        if (annotation instanceof Describe describe) {
          return describe;
        }
      }
    }
    return null;
  }

  private @Nullable Method method(String name, int parameters) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == parameters) {
        return method;
      }
    }
    return null;
  }

  @Override
  public @Nullable Object invoke(
      String action, Object @Nullable [] arguments, String @Nullable [] signature)
      throws MBeanException, ReflectionException {
    Describe describe = onMethod(action, arguments == null ? 0 : arguments.length);
    if (describe != null && describe.action()) {
      refuseIfReadOnly(action);
    }
    try {
      return super.invoke(action, arguments, signature);
    } catch (RuntimeMBeanException e) {
      throw JdkOnly.of(e);
    }
  }

  @Override
  public void setAttribute(Attribute attribute)
      throws AttributeNotFoundException,
          InvalidAttributeValueException,
          MBeanException,
          ReflectionException {
    refuseIfReadOnly("set" + attribute.getName());
    try {
      super.setAttribute(attribute);
    } catch (RuntimeMBeanException e) {
      throw JdkOnly.of(e);
    }
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    refuseIfReadOnly("setAttributes");
    return super.setAttributes(attributes);
  }

  private void refuseIfReadOnly(String action) {
    if (readOnly) {
      throw new UnsupportedOperationException(
          action + " is not allowed: management.jmx.operations is read-only");
    }
  }
}
