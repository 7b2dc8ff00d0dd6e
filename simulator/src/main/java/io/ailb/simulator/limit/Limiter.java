package io.ailb.simulator.limit;

import io.ailb.simulator.limit.Limits.Charge;
import io.ailb.simulator.limit.Limits.Enforcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Enforces {@link Limits} the way providers do, for each key by itself. Thread-safe. */
public final class Limiter {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final Limits limits;
  private final LongSupplier nanos;
  private final long start;
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  /**
   * Begins with full budgets.
   *
   * @param nanos the clock
   * @param start its reading from which windows and days are counted
   */
  public Limiter(Limits limits, LongSupplier nanos, long start) {
    this.limits = limits;
    this.nanos = nanos;
    this.start = start;
  }

  /**
   * Takes a request's share of every quota, or of none.
   *
   * @param maxTokens the most output it asked for
   * @param outputTokens the output it will really get
   */
  public Decision admit(String key, long inputTokens, long maxTokens, long outputTokens) {
    return account(key).admit(inputTokens, charged(maxTokens, outputTokens), nanos.getAsLong());
  }

  /** The output a request is charged for under these limits. */
  public long charged(long maxTokens, long outputTokens) {
    return limits.charge() == Charge.MAX_TOKENS ? maxTokens : outputTokens;
  }

  /** The quotas as they are now. */
  public List<Reading> readings(String key) {
    return account(key).readings(nanos.getAsLong());
  }

  public Limits limits() {
    return limits;
  }

  private Account account(String key) {
    return accounts.computeIfAbsent(key, k -> new Account());
  }

  /** The quotas of one key. */
  private final class Account {
    private final List<Quota> quotas = new ArrayList<>(); // guarded by this

    Account() {
      add(QuotaKind.REQUESTS, limits.rpm());
      add(QuotaKind.TOKENS, limits.tpm());
      add(QuotaKind.INPUT_TOKENS, limits.inputTpm());
      add(QuotaKind.OUTPUT_TOKENS, limits.outputTpm());
      add(QuotaKind.REQUESTS_PER_DAY, limits.rpd());
    }

    private void add(QuotaKind kind, @Nullable Integer limit) {
      if (limit == null) {
        return;
      }
      if (kind == QuotaKind.REQUESTS_PER_DAY) {
        quotas.add(new Window(kind, limit, DAY, start));
      } else if (limits.enforcement() == Enforcement.WINDOW) {
        long firstStart = start + Duration.ofSeconds(limits.phaseSeconds()).toNanos();
        quotas.add(new Window(kind, limit, MINUTE, firstStart));
      } else {
        quotas.add(new Bucket(kind, limit, limits.burstSeconds(), start));
      }
    }

    synchronized Decision admit(long input, long output, long now) {
      Quota full = null;
      for (Quota quota : quotas) {
        if (!quota.fits(quota.kind.amountOf(input, output), now)
            && (full == null
                || waitFor(quota, input, output, now) > waitFor(full, input, output, now))) {
          full = quota;
        }
      }
      if (full == null) {
        quotas.forEach(quota -> quota.take(quota.kind.amountOf(input, output), now));
        return new Decision.Admitted(readings(now));
      }
      return refusal(full, input, output, now);
    }

    private Decision refusal(Quota full, long input, long output, long now) {
      long requested = full.kind.amountOf(input, output);
      long used = Math.max(0, full.limit - full.remaining(now));
      long nanosToWait = waitFor(full, input, output, now);
      boolean tooLarge = nanosToWait == Long.MAX_VALUE;
      if (limits.rejectedCounts()) {
        quotas.stream().filter(q -> q.kind.countsRequests()).forEach(q -> q.take(1, now));
      }
      RetryHint hint =
          limits.retryAfter() && !tooLarge
              ? RetryHint.of(Duration.ofNanos(nanosToWait))
              : RetryHint.NONE;
      return new Decision.Refused(
          full.kind, full.limit, used, requested, tooLarge, hint, readings(now));
    }

    private static long waitFor(Quota quota, long input, long output, long now) {
      long amount = quota.kind.amountOf(input, output);
      return amount > quota.capacity() ? Long.MAX_VALUE : quota.nanosUntil(amount, now);
    }

    synchronized List<Reading> readings(long now) {
      return quotas.stream().map(quota -> quota.reading(now)).toList();
    }
  }
}
