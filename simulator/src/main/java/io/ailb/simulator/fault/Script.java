package io.ailb.simulator.fault;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Rules in order, of which the first that applies wins. Thread-safe. */
public final class Script {
  private final List<Part> parts; // its elements guarded by this
  private final LongSupplier nanos;
  private final long start;

  public Script(List<FaultRule> rules, LongSupplier nanos) {
    parts = rules.stream().map(Part::new).toList();
    this.nanos = nanos;
    start = nanos.getAsLong();
  }

  /** The fault the next request meets, or null. */
  public synchronized @Nullable Fault next(
      @Nullable String model, boolean stream, boolean prefill) {
    for (Part part : parts) {
      if (part.matches(model, stream, prefill) && part.applies()) {
        return part.rule.fault();
      }
    }
    return null;
  }

  /** A rule and what it has seen. */
  private final class Part {
    final FaultRule rule;
    private final SplittableRandom dice;
    private int skipped;
    private int met;

    Part(FaultRule rule) {
      this.rule = rule;
      dice = new SplittableRandom(rule.seed());
    }

    boolean matches(@Nullable String model, boolean stream, boolean prefill) {
      return (rule.model() == null || rule.model().equals(model))
          && (rule.stream() == null || rule.stream() == stream)
          && (rule.prefill() == null || rule.prefill() == prefill)
          && (rule.times() == null || met < rule.times())
          && (rule.forMillis() == null || nanos.getAsLong() - start < rule.forMillis() * 1_000_000);
    }

    boolean applies() {
      if (skipped < rule.skip()) {
        skipped++;
        return false;
      }
      if (rule.probability() != null && dice.nextDouble() >= rule.probability()) {
        return false;
      }
      met++;
      return true;
    }
  }
}
