package io.ailb.benchmarks.loopback;

import io.ailb.LoadBalancer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A contender's JVM: says whether it is balanced, then takes turns as told, a line each, and says
 * what came of them. Ends when its input does.
 */
final class Client {
  private Client() {}

  /**
   * Runs until its input ends.
   *
   * @param args the client, {@code okhttp} or {@code jdk}; the URL; the model; the configuration of
   *     its interceptor, or {@code -}; names and values of headers
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 4; i < args.length; i += 2) {
      headers.put(args[i], args[i + 1]);
    }
    LoadBalancer balancer = args[3].equals("-") ? null : LoadBalancer.load(Path.of(args[3]));
    Caller caller =
        args[0].equals("jdk")
            ? new JdkCaller(args[1], args[2], headers)
            : new OkHttpCaller(args[1], args[2], headers, balancer);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(caller.isBalanced());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] told = line.split(" ", -1);
        Turn turn = new Turn(caller, Load.valueOf(told[0]), Long.parseLong(told[1]));
        System.out.println(turn.run(threads).line());
      }
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }
}
