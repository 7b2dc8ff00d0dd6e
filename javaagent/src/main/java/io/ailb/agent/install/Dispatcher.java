package io.ailb.agent.install;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Set;

/**
 * Puts the one class that every loader sees into {@code java.lang}. Not by appending a jar to the
 * boot class path: that costs class data sharing, and a warning at each start.
 */
final class Dispatcher {
  private static final String RESOURCE = "/boot/AiLbDispatcher.class";

  private Dispatcher() {}

  /**
   * Defines it, with {@link Linker} behind it.
   *
   * @throws IllegalStateException if that does not work in this JVM
   */
  static void define(Instrumentation instrumentation) {
    try (InputStream in = Dispatcher.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the agent's jar is not complete");
      }
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of(),
          Map.of("java.lang", Set.of(Dispatcher.class.getModule())),
          Set.of(),
          Map.of());
      MethodHandles.Lookup own = MethodHandles.lookup();
      Class<?> dispatcher =
          MethodHandles.privateLookupIn(Object.class, own).defineClass(in.readAllBytes());
      MethodHandle linker =
          own.findStatic(
              Linker.class,
              "link",
              MethodType.methodType(
                  MethodHandle.class, MethodHandles.Lookup.class, String.class, MethodType.class));
      dispatcher.getMethod("install", MethodHandle.class).invoke(null, linker);
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException("this JVM lets no class into java.lang: " + e, e);
    }
  }
}
