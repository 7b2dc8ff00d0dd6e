package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.speed.Budget.Unit;
import io.ailb.benchmarks.speed.Prompts.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request on its way: recognised, rewritten, and all the way through OkHttp's interceptor. */
final class RequestContests {
  private static final int KILO = 1_024;

  private RequestContests() {}

  static List<Contest> all() {
    List<Contest> all = new ArrayList<>();
    all.add(recognise());
    for (Place model : Place.values()) {
      all.add(rewrite("2k", Prompts.talk(2_000, model), model));
      all.add(rewrite("100k", Prompts.talk(100_000, model), model));
      all.add(rewrite("1m", Prompts.image(1_000_000, model), model));
      all.add(rewrite("10m", Prompts.image(10_000_000, model), model));
    }
    all.add(interceptor());
    all.add(notOurs());
    return all;
  }

  private static Contest recognise() {
    String host = "api.openai.com";
    String path = "/v1/chat/completions";
    return new Contest("recognise", "a request is taken for a model's")
        .floor("two comparisons of strings", () -> () -> compared(host, path))
        .ours(
            () -> {
              LoadBalancer balancer = OkHttpCalls.balancer();
              return () -> balancer.begin("https", host, 443, path) == null ? 0 : 1;
            });
  }

  private static long compared(String host, String path) {
    return host.equals("api.openai.com") && path.endsWith("/chat/completions") ? 1 : 0;
  }

  private static Contest rewrite(String size, byte[] body, Place model) {
    String place = model == Place.FIRST ? "first" : "last";
    String id = "rewrite-" + size + "-" + place;
    Contest contest =
        new Contest(
                id,
                "the model is replaced in "
                    + size.toUpperCase(Locale.ROOT)
                    + "B, where it stands "
                    + place)
            .floor("scan, and a new array", () -> new SplicedModel(body))
            .ours(() -> new RewrittenModel(body))
            .peer("fastjson2 skipping", () -> new FastjsonModel(body))
            .peer("Jackson streaming", () -> JacksonModel.streaming(body))
            .peer("Jackson tree", () -> JacksonModel.tree(body))
            .budget(4, Unit.FLOORS, 1, 0.85)
            .budget(5, Unit.BYTES, body.length + KILO, KILO);
    Gate gate = GATES.get(id);
    return gate == null ? contest : contest.gate(gate.floors(), gate.bytes());
  }

  /** One of each kind: what lasts longer repeats less well. */
  private static final Map<String, Gate> GATES =
      Map.of("rewrite-2k-last", new Gate(1.25, 608), "rewrite-100k-last", new Gate(0.8, 608));

  private static Contest interceptor() {
    return new Contest("okhttp-no-network", "a call of 2 KB each way, without a network")
        .base("bare OkHttp", () -> OkHttpCalls.model(null))
        .floor("the smallest balancer", () -> OkHttpCalls.model(OkHttpCalls.floor()))
        .ours(() -> OkHttpCalls.model(OkHttpCalls.ours()))
        .budget(6, Unit.FLOORS, 2, 1.5)
        .budget(6, Unit.BYTES, 6 * KILO, 4.5 * KILO)
        .gate(5.3, 7_150);
  }

  private static Contest notOurs() {
    return new Contest("okhttp-not-ours", "a call that is not ours")
        .base("an interceptor that does nothing", () -> OkHttpCalls.other(OkHttpCalls.idle()))
        .ours(() -> OkHttpCalls.other(OkHttpCalls.ours()))
        .budget(12, Unit.NANOS, 50, 20)
        .budget(12, Unit.BYTES, 0, 0);
  }
}
