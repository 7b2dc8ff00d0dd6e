package io.ailb.agent.app;

import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/** Calls of one client, each of which ends somehow: with an answer, an exception, or not at all. */
public final class EndingApp {
  /** Longer than any of them takes on a busy machine, shorter than most timeouts of theirs. */
  private static final int PATIENCE_SECONDS = 20;

  private static final String HANGS = "hangs";

  private EndingApp() {}

  /** The URL to post to, the client, and, if wanted, {@code counted}. */
  public static void main(String[] arguments) throws Exception {
    for (Map.Entry<String, Callable<String>> way : ways(arguments[1], arguments[0]).entrySet()) {
      String ending = String.valueOf(end(way.getValue()));
      System.out.println(way.getKey() + ": " + ending);
      if (ending.equals(HANGS)) {
        break; // the others would as well, and take as long
      }
    }
    if (arguments.length > 2) {
      Figures figures = Figures.of(1);
      System.out.println(
          "counted: "
              + figures.sum("Endpoint", "RequestsTotal")
              + " requests, failed "
              + figures.sum("Endpoint", "FailuresTotal")
              + ", in flight "
              + figures.sum("Endpoint", "InFlight")
              + ", tokens "
              + Long.signum(figures.sum("Endpoint", "OutputTokensTotal")));
    }
    System.out.println("end");
    System.exit(0);
  }

  private static String end(Callable<String> way) throws InterruptedException {
    FutureTask<String> call = new FutureTask<>(way);
    Thread thread = new Thread(call, "caller");
    thread.setDaemon(true);
    thread.start();
    try {
      return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (String.valueOf(e.getCause().getMessage()).startsWith("Timeout on blocking read")) {
        return HANGS; // ReactorNettyApp's own patience is over
      }
      return "exception " + e.getCause();
    } catch (TimeoutException e) {
      for (StackTraceElement frame : thread.getStackTrace()) {
        System.out.println("    at " + frame);
      }
      return HANGS;
    }
  }

  private static Map<String, Callable<String>> ways(String client, String url) {
    return switch (client) {
      case "okhttp" -> OkHttp.ways(url);
      case "jdk" -> Jdk.ways(url);
      case "apache5" -> Apache5.ways(url);
      case "apache5-async" -> Apache5Async.ways(url);
      case "reactor-netty" -> ReactorNettyApp.ways(url);
      default -> throw new IllegalArgumentException(client);
    };
  }

  // Each client apart, as it alone is on its class path.

  private static final class OkHttp {
    static Map<String, Callable<String>> ways(String url) {
      OkHttpClient client = new OkHttpClient();
      Map<String, Callable<String>> ways = new LinkedHashMap<>();
      ways.put("sync", () -> OkHttpApp.sync(client, url, false));
      ways.put("stream", () -> OkHttpApp.sync(client, url, true));
      ways.put("async", () -> OkHttpApp.async(client, url, false));
      ways.put("async stream", () -> OkHttpApp.async(client, url, true));
      return ways;
    }
  }

  private static final class Jdk {
    static Map<String, Callable<String>> ways(String url) {
      HttpClient client = HttpClient.newHttpClient();
      Map<String, Callable<String>> ways = new LinkedHashMap<>();
      ways.put("sync", () -> JdkHttpApp.sync(client, url, false));
      ways.put("stream", () -> JdkHttpApp.sync(client, url, true));
      ways.put("async", () -> JdkHttpApp.async(client, url));
      ways.put("async lines", () -> JdkHttpApp.lines(client, url));
      return ways;
    }
  }

  private static final class Apache5 {
    static Map<String, Callable<String>> ways(String url) {
      CloseableHttpClient client = HttpClients.createDefault();
      CloseableHttpClient minimal = HttpClients.createMinimal();
      Map<String, Callable<String>> ways = new LinkedHashMap<>();
      ways.put("sync", () -> Apache5App.handled(client, url, false));
      ways.put("stream", () -> Apache5App.handled(client, url, true));
      ways.put("one-shot body", () -> Apache5App.oneShot(client, url));
      ways.put("minimal stream", () -> Apache5App.handled(minimal, url, true));
      return ways;
    }
  }

  private static final class Apache5Async {
    static Map<String, Callable<String>> ways(String url) {
      CloseableHttpAsyncClient client = Apache5AsyncApp.client();
      CloseableHttpAsyncClient minimal = Apache5AsyncApp.started(HttpAsyncClients.createMinimal());
      Map<String, Callable<String>> ways = new LinkedHashMap<>();
      ways.put("async", () -> Apache5AsyncApp.simple(client, url, false));
      ways.put("async stream", () -> Apache5AsyncApp.simple(client, url, true));
      ways.put("body that comes later", () -> Apache5AsyncApp.late(client, url));
      ways.put("minimal stream", () -> Apache5AsyncApp.simple(minimal, url, true));
      return ways;
    }
  }
}
