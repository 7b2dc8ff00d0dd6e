package io.ailb.agent.app;

import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.nio.file.Path;
import okhttp3.OkHttpClient;

/** Uses the library by itself, and is started with the agent as well. */
public final class LibraryApp {
  private LibraryApp() {}

  /** Takes a URL and the library's configuration. */
  public static void main(String[] arguments) throws Exception {
    LoadBalancer balancer = LoadBalancer.load(Path.of(arguments[1]));
    OkHttpClient with =
        new OkHttpClient.Builder().addInterceptor(new LoadBalancingInterceptor(balancer)).build();
    System.out.println("with: " + OkHttpApp.sync(with, arguments[0], false));
    System.out.println(
        "with, streamed: " + OkHttpApp.sync(with.newBuilder().build(), arguments[0], true));
    System.out.println("without: " + OkHttpApp.sync(new OkHttpClient(), arguments[0], false));
    System.out.println("library took over " + balancer.stats().takenOver());
    System.out.println("end");
    System.exit(0);
  }
}
