package io.ailb.expose;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.management.RuntimeMBeanException;
import org.jspecify.annotations.Nullable;

/** Makes exceptions that a console can read which has none of our classes. */
final class JdkOnly {
  private JdkOnly() {}

  /** The same exception if the JDK has all classes in it, else its words in one of the JDK's. */
  static RuntimeMBeanException of(RuntimeMBeanException thrown) {
    if (isJdks(thrown, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      return thrown;
    }
    Throwable target = thrown.getTargetException();
    String words = target.getMessage() == null ? target.toString() : target.getMessage();
    return new RuntimeMBeanException(new IllegalStateException(words), words);
  }

  private static boolean isJdks(@Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return true;
    }
    boolean all = isJdks(thrown.getClass()) && isJdks(thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      all &= isJdks(suppressed, seen);
    }
    return all;
  }

  private static boolean isJdks(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
