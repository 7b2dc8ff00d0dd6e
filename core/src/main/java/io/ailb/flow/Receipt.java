package io.ailb.flow;

import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Price;
import io.ailb.model.Usage;
import io.ailb.observe.RequestEnded;
import io.ailb.select.Lease;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request, for who made it.
 *
 * @param endpoint that answered last; null = none was asked
 * @param model that was sent there; null = none was named
 * @param result how it ended
 * @param mayHelpAgain whether the same request might do better another time, where it failed
 * @param keys whether what failed last were the pool's own keys or accounts
 * @param attempts that were sent
 * @param cost of the answer, in {@code currency}; 0 without a price
 * @param currency null = no price is known
 * @param waitedNanos for a place
 * @param totalNanos until its end
 */
public record Receipt(
    @Nullable String endpoint,
    @Nullable String model,
    RequestEnded.Result result,
    boolean mayHelpAgain,
    boolean keys,
    int attempts,
    Usage usage,
    double cost,
    @Nullable String currency,
    long waitedNanos,
    long totalNanos) {

  static Receipt of(
      RequestEnded ended, @Nullable Lease lease, boolean timeHelps, @Nullable ErrorInfo last) {
    Price price = lease == null ? null : lease.candidate().profile().price();
    return new Receipt(
        ended.endpoint(),
        lease == null || lease.model().isEmpty() ? null : lease.model(),
        ended.result(),
        timeHelps && ended.result() != RequestEnded.Result.CLIENT_ERROR,
        last != null && last.kind().blame() == ErrorClass.Blame.KEY,
        ended.attempts(),
        ended.usage(),
        ended.cost(),
        price == null || !price.isKnown() ? null : price.currency(),
        ended.waitedNanos(),
        ended.totalNanos());
  }
}
