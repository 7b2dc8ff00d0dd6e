package io.ailb.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a batch: many requests to the pools of one client, as many at once as their limits
 * and their pace allow. Items wait for a place without end, behind requests for which somebody
 * waits; one that fails ends no other. Immutable.
 *
 * <pre>{@code
 * try (BatchRun<String> run = client.batch().run(prompts.iterator(), ChatRequest::of)) {
 *   while (run.hasNext()) {
 *     BatchResult<String> one = run.next();
 *     ...
 *   }
 * }
 * }</pre>
 */
public final class Batch {
  private static final int MOST = 10_000;
  private static final int USUAL_ROUNDS = 4;

  private final LoadBalancedClient client;
  private final int concurrency;
  private final boolean ordered;
  private final int rounds;
  private final @Nullable Money budget;
  private final Duration every;
  private final Consumer<BatchProgress> progress;

  private Batch(
      LoadBalancedClient client,
      int concurrency,
      boolean ordered,
      int rounds,
      @Nullable Money budget,
      Duration every,
      Consumer<BatchProgress> progress) {
    this.client = client;
    this.concurrency = concurrency;
    this.ordered = ordered;
    this.rounds = rounds;
    this.budget = budget;
    this.every = every;
    this.progress = progress;
  }

  static Batch over(LoadBalancedClient client) {
    return new Batch(
        client, usualConcurrency(), false, USUAL_ROUNDS, null, Duration.ofSeconds(1), p -> {});
  }

  /** As many as a heap of this size holds, should limits and pace allow so many. */
  private static int usualConcurrency() {
    long perItem = 128 * 1024;
    return (int) Math.max(64, Math.min(1_000, Runtime.getRuntime().maxMemory() / perItem));
  }

  /** The same with at most so many items under way, 1 to 10,000; else as many as limits allow. */
  public Batch concurrency(int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("concurrency is 1 to %,d, got %,d".formatted(MOST, most));
    }
    return new Batch(client, most, ordered, rounds, budget, every, progress);
  }

  /** The same with results in the order of the source; else in that in which they come. */
  public Batch ordered() {
    return new Batch(client, concurrency, true, rounds, budget, every, progress);
  }

  /**
   * The same with so many rounds, 1 or more, 4 by default: an item that failed through no fault of
   * its own, after all tries that the pool makes, is asked again a while later.
   */
  public Batch rounds(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("rounds are 1 or more, got " + most);
    }
    return new Batch(client, concurrency, ordered, most, budget, every, progress);
  }

  /**
   * The same, which begins no item that could make it cost more, as far as its answers have cost
   * until then. It stops if the price of an answer is not known in this currency.
   *
   * @param currency such as {@code USD}
   */
  public Batch budget(double amount, String currency) {
    return new Batch(
        client, concurrency, ordered, rounds, new Money(amount, currency), every, progress);
  }

  /**
   * The same, which tells how far it is.
   *
   * @param newEvery at most so often
   * @param listener called on the thread that takes the results, while it waits for them
   */
  public Batch progress(Duration newEvery, Consumer<BatchProgress> listener) {
    return new Batch(client, concurrency, ordered, rounds, budget, newEvery, listener);
  }

  /** Begins; requests are their own items. */
  public BatchRun<ChatRequest> run(Iterable<ChatRequest> requests) {
    return run(requests.iterator(), request -> request);
  }

  /**
   * Begins. Items are taken as there is room for them, so that there may be more than memory holds.
   *
   * @param request of an item; what it throws is the item's failure
   */
  public <T> BatchRun<T> run(Iterator<T> items, Function<? super T, ChatRequest> request) {
    return run(BatchSource.of(items), request);
  }

  /** The same of items that may be long in coming. */
  public <T> BatchRun<T> run(BatchSource<T> source, Function<? super T, ChatRequest> request) {
    return new BatchRun<>(this, client.dispatch(), source, request);
  }

  int concurrency() {
    return concurrency;
  }

  boolean isOrdered() {
    return ordered;
  }

  int rounds() {
    return rounds;
  }

  @Nullable Money budget() {
    return budget;
  }

  Duration every() {
    return every;
  }

  Consumer<BatchProgress> progress() {
    return progress;
  }

  /**
   * An amount.
   *
   * @param amount above 0
   */
  record Money(double amount, String currency) {
    Money {
      if (!(amount > 0) || Double.isInfinite(amount)) {
        throw new IllegalArgumentException("a budget is above 0, got " + amount);
      }
    }

    @Override
    public String toString() {
      return "%,.2f %s".formatted(amount, currency);
    }
  }
}
