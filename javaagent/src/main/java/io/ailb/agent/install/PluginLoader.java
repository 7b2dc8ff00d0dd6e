package io.ailb.agent.install;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads adapters beside a client: they see the application's client and the agent's core. There is
 * one for each loader that has a client, so that two versions of a client in one JVM get an adapter
 * each. Nothing is defined in the application's own loader.
 *
 * <p>Only changed methods that have run hold it; when the application lets go of its loader, both
 * go.
 */
final class PluginLoader extends ClassLoader {
  private static final ClassLoader AGENT = agent();

  private static final List<String> ADAPTERS =
      List.of(
          "io.ailb.agent.okhttp.",
          "io.ailb.okhttp.",
          "io.ailb.agent.jdkhttp.",
          "io.ailb.jdkhttp.",
          "io.ailb.agent.apache5.",
          "io.ailb.agent.reactornetty.");

  // Guarded by itself.
  private static final Map<@Nullable ClassLoader, WeakReference<PluginLoader>> KNOWN =
      new WeakHashMap<>();

  static {
    registerAsParallelCapable();
  }

  private final @Nullable ClassLoader application;

  private PluginLoader(@Nullable ClassLoader application) {
    super("ai-lb-plugin", null);
    this.application = application;
  }

  private static ClassLoader agent() {
    ClassLoader loader = PluginLoader.class.getClassLoader();
    if (loader == null) {
      throw new IllegalStateException("the agent is on the boot class path");
    }
    return loader;
  }

  /** The one beside {@code application}; null = the boot loader. */
  static PluginLoader beside(@Nullable ClassLoader application) {
    synchronized (KNOWN) {
      WeakReference<PluginLoader> known = KNOWN.get(application);
      PluginLoader loader = known == null ? null : known.get();
      if (loader == null) {
        loader = new PluginLoader(application);
        KNOWN.put(application, new WeakReference<>(loader));
      }
      return loader;
    }
  }

  private static boolean isAdapter(String name) {
    for (String adapter : ADAPTERS) {
      if (name.startsWith(adapter)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAgents(String name) {
    return name.startsWith("io.ailb.") || name.startsWith("org.slf4j.");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        if (isAdapter(name)) {
          loaded = define(name);
        } else if (isAgents(name)) {
          loaded = AGENT.loadClass(name);
        } else {
          loaded = Class.forName(name, false, application);
        }
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = AGENT.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
