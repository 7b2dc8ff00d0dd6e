package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The one class of ai-lb that every class loader sees: instrumented methods reach the agent through
 * it, by {@code invokedynamic}. It is in {@code java.lang} because every loader delegates {@code
 * java.*} to the boot loader, and every module reads {@code java.base}; it knows JDK types only.
 */
public final class AiLbDispatcher {
  /** Takes a Lookup, a name and a type, and gives the call site's target. */
  private static MethodHandle linker;

  private AiLbDispatcher() {}

  /** The agent says once who links; whoever comes later is refused. */
  public static synchronized boolean install(MethodHandle newLinker) {
    if (linker != null) {
      return false;
    }
    linker = newLinker;
    return true;
  }

  private static synchronized MethodHandle linker() {
    return linker;
  }

  /**
   * The bootstrap method of all instrumented methods. Whatever goes wrong, the instrumented method
   * must return what it would have returned without us.
   */
  public static CallSite bootstrap(MethodHandles.Lookup caller, String name, MethodType type) {
    MethodHandle target = null;
    try {
      MethodHandle known = linker();
      if (known != null) {
        target = (MethodHandle) known.invoke(caller, name, type);
      }
    } catch (Throwable e) {
      // the linker has reported what it could; there is nobody else to tell
    }
    return new ConstantCallSite(target != null ? target : nothing(type));
  }

  /** Of one object, itself; of a method's own object and arguments, null: it runs as ever. */
  private static MethodHandle nothing(MethodType type) {
    return type.parameterCount() == 1
        ? MethodHandles.identity(Object.class)
        : MethodHandles.empty(type);
  }
}
