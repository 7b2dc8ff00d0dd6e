package io.ailb.agent.trial;

import io.ailb.limit.LimitSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a provider counts together, and the limits of it that a configuration states. */
final class Account {
  private static final double MINUTE = 60;
  private static final double DAY = 86_400;

  private final List<Limit> limits = new ArrayList<>();

  private record Limit(Bucket bucket, ToDoubleFunction<Size> units) {}

  /** Tokens of a request and its answer. */
  record Size(int input, int output) {
    int both() {
      return input + output;
    }
  }

  Account(LimitSettings stated) {
    add(stated.rpm(), MINUTE, size -> 1);
    add(stated.rpd(), DAY, size -> 1);
    add(stated.tpm(), MINUTE, Size::both);
    add(stated.itpm(), MINUTE, Size::input);
    add(stated.otpm(), MINUTE, Size::output);
    add(stated.tpd(), DAY, Size::both);
  }

  private void add(@Nullable Long limit, double period, ToDoubleFunction<Size> units) {
    if (limit != null) {
      limits.add(new Limit(new Bucket(limit, period), units));
    }
  }

  /** Takes a request, or says after how many seconds it may come again; 0 = taken. */
  double take(Size size, double t) {
    double wait = 0;
    for (Limit limit : limits) {
      wait = Math.max(wait, limit.bucket.until(limit.units.applyAsDouble(size), t));
    }
    if (wait == 0) {
      limits.forEach(limit -> limit.bucket.take(limit.units.applyAsDouble(size), t));
    }
    return wait;
  }
}
