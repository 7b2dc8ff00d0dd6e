package io.ailb;

import io.ailb.limit.Demand;
import io.ailb.model.AiCall;
import io.ailb.model.OneLine;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.select.Request;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells where a call would go now, and why not elsewhere. */
record Explanation(Pool pool, long now) {

  /** Whoever asks is not known: an endpoint that sends the caller's own key takes no such call. */
  private static final Origin NOBODY = new Origin("", "", 0);

  /** For a call in whichever dialect the pool has endpoints for. */
  String of(@Nullable String model, int estimatedTokens) {
    if (model == null || model.isBlank()) {
      return "Name a model to see which endpoint serves it.\n";
    }
    StringBuilder text = new StringBuilder();
    for (Operation operation :
        new Operation[] {
          Operation.CHAT_COMPLETIONS, Operation.MESSAGES, Operation.GENERATE_CONTENT
        }) {
      AiCall call = new AiCall(operation, NOBODY, model, false, false, -1, 1, 0, 0);
      Request request = new Request(call, new Demand(estimatedTokens, 0), Set.of());
      List<Pool.Option> options = pool.preview(request, now);
      if (!options.isEmpty()) {
        text.append(operation.dialect().id()).append(":\n");
        options.forEach(option -> explain(option, text));
      }
    }
    return text.length() == 0
        ? "no endpoint of pool " + pool.settings().name() + " serves " + OneLine.of(model) + "\n"
        : text.toString();
  }

  private void explain(Pool.Option option, StringBuilder text) {
    Obstacle obstacle = option.obstacle();
    text.append(
        String.format(
            Locale.ROOT,
            "  tier %d  %-20s  %s%n",
            option.member().endpoint().tier(),
            option.member().endpoint().name(),
            obstacle == null
                ? String.format(
                    Locale.ROOT,
                    "free: weight %.2f x capacity %.2f",
                    option.member().weight(),
                    option.member().capacity(now))
                : words(obstacle)));
  }

  private String words(Obstacle obstacle) {
    boolean known = obstacle.until() < Obstacle.UNKNOWN && obstacle.until() > now;
    String time =
        known ? " for " + Duration.ofNanos(obstacle.until() - now).toMillis() / 1000.0 + " s" : "";
    return obstacle.kind().name().toLowerCase(Locale.ROOT) + time + ": " + obstacle.detail();
  }
}
