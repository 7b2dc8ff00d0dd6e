package io.ailb.agent.litellm;

import io.ailb.agent.litellm.Written.Members;
import io.ailb.agent.litellm.Written.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for all pools. Where the router and the library say something, the router counts. */
final class Settings {
  private static final int MOST_ATTEMPTS = 10;

  private final Notes notes;
  private final Members router;
  private final Members library;

  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final @Nullable Integer retries;

  Settings(Notes notes, Members router, Members library) {
    this.notes = notes;
    this.router = router;
    this.library = library;
    this.retries = Deployments.whole(either("num_retries"));
    strategy();
    breaker();
    Text timeout = router.text("timeout");
    Text request = library.text("request_timeout");
    String seconds = Deployments.seconds(timeout != null ? timeout : request);
    if (seconds != null) {
      settings.put("timeouts", Map.of("attempt", seconds));
    }
    if (library.isTrue("drop_params")) {
      settings.put("translation", Map.of("unsupported", "drop"));
    }
    router.get("enable_pre_call_checks"); // who is too small for a request is never asked
    router.get("set_verbose");
    library.get("set_verbose");
  }

  /**
   * Of one pool. LiteLLM counts retries in each group anew, and tries a group to fall back to at
   * least once.
   *
   * @param fallbacks how many groups it falls back to
   */
  Map<String, Object> of(int fallbacks) {
    if (retries == null || retries < 0) {
      return settings;
    }
    Map<String, Object> all = new LinkedHashMap<>(settings);
    all.put("retries", Map.of("maxAttempts", Math.min(MOST_ATTEMPTS, retries + 1 + fallbacks)));
    return all;
  }

  private @Nullable Text either(String name) {
    Text ofRouter = router.text(name);
    Text ofLibrary = library.text(name);
    return ofRouter != null ? ofRouter : ofLibrary;
  }

  private void strategy() {
    Text written = router.text("routing_strategy");
    if (written == null) {
      return;
    }
    String ours =
        switch (written.text()) {
          case "simple-shuffle" -> "weighted";
          case "least-busy" -> "least-busy";
          case "usage-based-routing", "usage-based-routing-v2" -> "adaptive";
          case "latency-based-routing" -> "fastest";
          case "cost-based-routing" -> "cheapest";
          default -> "";
        };
    if (ours.isEmpty()) {
      notes.add(written, "router_settings.routing_strategy", "no counterpart: adaptive is used");
    } else {
      settings.put("routing", Map.of("strategy", ours));
    }
  }

  private void breaker() {
    Map<String, Object> breaker = new LinkedHashMap<>();
    Text allowed = either("allowed_fails");
    Integer fails = Deployments.whole(allowed);
    if (allowed != null && fails != null && fails >= 0) {
      breaker.put("consecutiveFailures", fails + 1);
      notes.add(
          allowed,
          (router.text("allowed_fails") != null ? "router" : "litellm") + "_settings.allowed_fails",
          "carried over as failures in a row (breaker.consecutiveFailures), not in a minute");
    }
    Text cooldown = either("cooldown_time");
    String rest = Deployments.seconds(cooldown);
    if (cooldown != null && rest != null) {
      breaker.put("openFor", rest);
      Integer seconds = Deployments.whole(cooldown);
      if (seconds != null && seconds > 30) {
        breaker.put("maxOpenFor", rest);
      }
      settings.put("cooldown", Map.of("rateLimited", rest));
    }
    if (!breaker.isEmpty()) {
      settings.put("breaker", breaker);
    }
  }
}
