package io.ailb.agent.install;

import io.ailb.agent.log.AgentLog;
import io.ailb.agent.log.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connects a changed method with the adapter for its client, when it runs for the first time.
 * Several threads may do so at once. Whatever fails, the method returns what it would have without
 * us, and the log says so once.
 */
final class Linker {
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  private Linker() {}

  /**
   * For the dispatcher.
   *
   * @param caller in the class that was changed
   * @return null if the method is to stay as it was
   */
  static @Nullable MethodHandle link(MethodHandles.Lookup caller, String name, MethodType type) {
    try {
      JoinPoint point = JoinPoint.valueOf(name);
      ClassLoader beside = caller.lookupClass().getClassLoader();
      Class<?> plugin = PluginLoader.beside(beside).loadClass(point.plugin());
      // It catches what is ours; what a take-over throws is the call's own.
      return MethodHandles.publicLookup()
          .findStatic(plugin, point.advice(), type.generic())
          .asType(type);
    } catch (Throwable e) { // an Error, too, or the dispatcher would have to keep it to itself
      report(e);
      return null;
    }
  }

  /** Says once what went wrong; where it came from, to those who want details. */
  static void report(Throwable failure) {
    String what = failure.toString();
    if (REPORTED.size() < 100 && REPORTED.add(what)) {
      AgentLog.write(
          Level.ERROR,
          AgentLog.AGENT,
          "ai-lb failed to attach to an HTTP client, whose requests go out untouched: " + what,
          null);
      AgentLog.write(Level.DEBUG, AgentLog.AGENT, "it failed here:", failure);
    }
  }
}
