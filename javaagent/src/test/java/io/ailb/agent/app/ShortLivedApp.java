package io.ailb.agent.app;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A container in which one application after the other comes and goes, each with an OkHttp of its
 * own. Arguments: how many, and their class path.
 */
public final class ShortLivedApp {
  private ShortLivedApp() {}

  public static void main(String[] arguments) throws Exception {
    String[] classPath = arguments[1].split(java.io.File.pathSeparator);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    int woven = 0;
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      woven += useOne(classPath, loaders);
    }
    System.out.println("woven: " + woven);
    for (int i = 0; i < 200 && left(loaders) > 0; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(20); // until the collector has done its work: real time
    }
    System.out.println("left: " + left(loaders));
    System.exit(0);
  }

  private static int useOne(String[] classPath, List<WeakReference<ClassLoader>> loaders)
      throws Exception {
    try (TwoLoadersApp.ChildFirst loader = new TwoLoadersApp.ChildFirst(classPath)) {
      loaders.add(new WeakReference<>(loader));
      Class<?> type = loader.loadClass("okhttp3.OkHttpClient");
      Object client = type.getConstructor().newInstance();
      List<?> interceptors = (List<?>) type.getMethod("interceptors").invoke(client);
      List<?> network = (List<?>) type.getMethod("networkInterceptors").invoke(client);
      return interceptors.size() == 1 && network.size() == 1 ? 1 : 0;
    }
  }

  private static long left(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }
}
