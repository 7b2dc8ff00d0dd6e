package io.ailb.agent.app;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A container of web applications: each has a loader that asks itself before its parent, and a
 * version of OkHttp of its own. Arguments: a URL, then a class path for each application.
 */
public final class TwoLoadersApp {
  private TwoLoadersApp() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 1; i < arguments.length; i++) {
      ClassLoader loader = new ChildFirst(arguments[i].split(java.io.File.pathSeparator));
      Class<?> application = loader.loadClass("io.ailb.agent.app.OkHttpApp");
      System.out.println(
          "application " + i + " has its own classes: " + (application.getClassLoader() == loader));
      application
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {arguments[0], "all", "stay"});
    }
    System.out.println("dropped: " + isDropped(arguments[1].split(java.io.File.pathSeparator)));
    System.exit(0);
  }

  /**
   * Whether a loader is collected after its client was asked for its interceptors. No call is made:
   * OkHttp's own threads would hold the loader for a while, with or without an agent.
   */
  private static boolean isDropped(String[] classPath) throws Exception {
    WeakReference<ClassLoader> loader = used(classPath);
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(20); // until the collector has done its work: real time
    }
    return loader.get() == null;
  }

  private static WeakReference<ClassLoader> used(String[] classPath) throws Exception {
    ChildFirst loader = new ChildFirst(classPath);
    Class<?> type = loader.loadClass("okhttp3.OkHttpClient");
    Object client = type.getConstructor().newInstance();
    List<?> interceptors = (List<?>) type.getMethod("interceptors").invoke(client);
    List<?> network = (List<?>) type.getMethod("networkInterceptors").invoke(client);
    System.out.println("woven: " + interceptors.size() + " and " + network.size());
    loader.close();
    return new WeakReference<>(loader);
  }

  static final class ChildFirst extends URLClassLoader {
    ChildFirst(String[] classPath) throws Exception {
      super(urls(classPath), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls(String[] classPath) throws Exception {
      URL[] urls = new URL[classPath.length];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = Path.of(classPath[i]).toUri().toURL();
      }
      return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          try {
            loaded = findClass(name);
          } catch (ClassNotFoundException e) {
            return super.loadClass(name, resolve);
          }
        }
        return loaded;
      }
    }
  }
}
