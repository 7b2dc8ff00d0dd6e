package io.ailb.agent.install;

import io.ailb.agent.log.AgentLog;
import io.ailb.agent.log.Level;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Has the methods of {@link JoinPoint} changed as their classes are loaded. Asked for each class of
 * the JVM: it knows names, and leaves to {@link Weaving} what takes a library.
 */
final class Weaver implements ClassFileTransformer {
  private final Instrumentation instrumentation;
  private boolean dispatched; // guarded by this

  Weaver(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** From now on clients are changed as they are loaded; those that are loaded already, now. */
  void install() {
    instrumentation.addTransformer(this, true);
    // Needed before main, too: with an AOT cache of JDK 25 classes can be there before any agent.
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (JoinPoint.isIn(loaded.getName())) {
        retransform(loaded);
      }
    }
  }

  private void retransform(Class<?> loaded) {
    try {
      instrumentation.retransformClasses(loaded);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      report(loaded.getName(), e.toString());
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (!JoinPoint.isIn(name)) {
      return null;
    }
    try {
      dispatch();
      return Weaving.woven(String.valueOf(name), classFile);
    } catch (Throwable e) { // the application's class must load all the same
      report(String.valueOf(name), e.toString());
      return null;
    }
  }

  /** Before the first changed class: a program without a client needs no way to an adapter. */
  private synchronized void dispatch() {
    if (!dispatched) {
      Dispatcher.define(instrumentation);
      dispatched = true;
    }
  }

  static void report(String className, String problem) {
    AgentLog.write(
        Level.WARN,
        AgentLog.AGENT,
        className.replace('/', '.')
            + " was not instrumented, its requests are not balanced: "
            + problem,
        null);
  }
}
