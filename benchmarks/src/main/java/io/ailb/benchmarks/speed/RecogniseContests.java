package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.speed.Budget.Unit;
import java.util.List;
import java.util.Map;

/** What requests pay that are none of ours, which most of an application's are. */
final class RecogniseContests {
  private RecogniseContests() {}

  static List<Contest> all() {
    return List.of(
        of("not-ours-path", "a request of another path", "api.openai.com", "/v1/moderations"),
        of("not-ours-host", "a request to another host", "example.com", "/some/other/api/123"),
        of("not-ours-both", "a model of others", "models.example.com", "/v1/chat/completions"));
  }

  private static Contest of(String id, String what, String host, String path) {
    return new Contest(id, what)
        .floor("one comparison of strings", () -> () -> compared(host, path))
        .ours(
            () -> {
              LoadBalancer balancer = balancer();
              return () -> balancer.begin("https", host, 443, path) == null ? 1 : 0;
            })
        .budget(12, Unit.NANOS, 50, 20)
        .budget(12, Unit.BYTES, 0, 0);
  }

  private static long compared(String host, String path) {
    return host.equals("api.openai.com") && path.endsWith("/chat/completions") ? 1 : 0;
  }

  private static LoadBalancer balancer() {
    return LoadBalancer.builder()
        .pool(pool -> pool.endpoint(e -> e.name("a").provider("openai").apiKey("sk-unused")))
        .properties(Map.of())
        .build();
  }
}
