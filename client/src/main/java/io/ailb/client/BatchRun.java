package io.ailb.client;

import io.ailb.client.ChatException.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch under way. The thread that takes its results drives it: it begins new items as long as
 * the pool has room, and sleeps otherwise. To be used by one thread at a time, but for {@link
 * #stop}.
 */
public final class BatchRun<T> implements Iterator<BatchResult<T>>, AutoCloseable {
  /**
   * So many wait for a place: enough that one is there whenever an endpoint has room, too few to be
   * in anybody's way. How many are with an endpoint is for the pool to say.
   */
  private static final int WAITING = 32;

  /** After so many items in a row that no round has helped, something is wrong with the pool. */
  private static final int HOPELESS = 20;

  /** Before anything has succeeded, so many refusals of keys are no accident. */
  private static final int KEYS_REFUSED = 5;

  private static final int NOT_FOUND = 404;

  /** Of what comes in order, so many times as much as is under way may be held back. */
  private static final int HELD_BACK = 4;

  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final Batch settings;
  private final Dispatch dispatch;
  private final BatchSource<T> source;
  private final Function<? super T, ChatRequest> request;
  private final long began = System.nanoTime();

  // From any thread.
  private final Queue<Item> completed = new ConcurrentLinkedQueue<>();
  private final Semaphore news = new Semaphore(0);
  private final AtomicInteger unplaced = new AtomicInteger();
  private final Set<Item> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopped = new AtomicBoolean();

  // Of the thread that drives.
  private final PriorityQueue<Item> later =
      new PriorityQueue<>(Comparator.comparingLong(item -> item.notBefore));
  private final Queue<BatchResult<T>> ready = new ArrayDeque<>();
  private final Map<Long, BatchResult<T>> outOfOrder = new HashMap<>();
  private final List<BatchResult<T>> suspects = new ArrayList<>();
  private final Map<String, Double> cost = new LinkedHashMap<>();
  private final Map<String, Long> byEndpoint = new LinkedHashMap<>();
  private final Window window;
  private long taken;
  private long delivered;
  private long succeeded;
  private long failed;
  private long inputTokens;
  private long outputTokens;
  private int refused;
  private @Nullable ChatException refusal;
  private long nextProgress;
  private volatile @Nullable String reason;
  private volatile boolean ended;

  BatchRun(
      Batch settings,
      Dispatch dispatch,
      BatchSource<T> source,
      Function<? super T, ChatRequest> request) {
    this.settings = settings;
    this.dispatch = dispatch;
    this.source = source;
    this.request = request;
    this.nextProgress = began + settings.every().toNanos();
    this.window = new Window(settings.concurrency(), WAITING, dispatch::requestsPerSecond, began);
    source.onMore(news::release);
  }

  /**
   * Waits until there is another result, or there will be none.
   *
   * @throws ChatException if the thread is interrupted: what is under way is ended then
   */
  @Override
  public boolean hasNext() {
    while (ready.isEmpty()) {
      settle();
      if (!ready.isEmpty()) {
        break;
      }
      fill();
      tell(false);
      if (!stopped.get() && waitsForRefusedKeys()) {
        hopeless(refusal);
      }
      if (isOver()) {
        if (outOfOrder.isEmpty()) {
          ended = true;
          tell(true);
          return false;
        }
        undone(); // what came before these
      }
      if (completed.isEmpty() && ready.isEmpty()) {
        await();
      }
    }
    return true;
  }

  @Override
  public BatchResult<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    fill(); // who takes results may be slow: what can be under way meanwhile is
    delivered++;
    return ready.remove();
  }

  /**
   * Begins no more items: those that are with an endpoint come to their end, the others are left
   * undone. From any thread.
   *
   * @param why for {@link #stopped}
   */
  public void stop(String why) {
    if (!ended && stopped.compareAndSet(false, true)) {
      reason = why; // whoever sees it stopped a moment earlier has nothing to say yet
      for (Item item : open) {
        if (!item.placed.get()) {
          item.cancel();
        }
      }
      news.release();
    }
  }

  /** Why it did not come to its end, in words; null = it did, or has not ended. */
  public @Nullable String stopped() {
    return stopped.get() ? reason : null;
  }

  /** How far it is. */
  public BatchProgress progress() {
    int waiting = Math.max(0, unplaced.get());
    return new BatchProgress(
        taken,
        succeeded,
        failed,
        Math.max(0, open.size() - waiting),
        waiting + later.size(),
        inputTokens,
        outputTokens,
        Map.copyOf(cost),
        Map.copyOf(byEndpoint),
        Duration.ofNanos(System.nanoTime() - began),
        waiting == 0 ? null : waitingFor());
  }

  private @Nullable String waitingFor() {
    Item oldest = null;
    for (Item item : open) {
      if (!item.placed.get() && (oldest == null || item.index < oldest.index)) {
        oldest = item;
      }
    }
    Asked asked = oldest == null ? null : oldest.asked;
    return asked == null ? null : asked.waitsFor();
  }

  /** Ends what is under way. What was not delivered is left undone, though it may be paid. */
  @Override
  public void close() {
    stop("it was closed");
    open.forEach(Item::cancel);
  }

  // All of this on the thread that drives.

  private boolean isOver() {
    boolean noMore = stopped.get() || (source.isOver() && later.isEmpty());
    return noMore && open.isEmpty() && completed.isEmpty() && ready.isEmpty();
  }

  private void fill() {
    while (mayBegin()) {
      Item item = due();
      if (item == null) {
        T value = roomForNew() ? source.poll() : null;
        if (value == null) {
          return;
        }
        item = new Item(taken++, value);
      }
      item.begin();
    }
  }

  /** Results that nobody has taken yet count as under way: whoever is ended now loses them too. */
  private boolean mayBegin() {
    return !stopped.get()
        && open.size() + ready.size() < window.size()
        && unplaced.get() < WAITING
        && isInBudget();
  }

  private boolean roomForNew() {
    return !settings.isOrdered() || taken - delivered < (long) HELD_BACK * settings.concurrency();
  }

  private @Nullable Item due() {
    Item first = later.peek();
    return first != null && first.notBefore - System.nanoTime() <= 0 ? later.poll() : null;
  }

  private boolean isInBudget() {
    Batch.Money budget = settings.budget();
    if (budget == null) {
      return true;
    }
    double spent = cost.getOrDefault(budget.currency(), 0.0);
    double each = succeeded == 0 ? 0 : spent / succeeded;
    if (spent + each * (open.size() + 1) <= budget.amount()) {
      return true;
    }
    if (open.isEmpty() && completed.isEmpty() && !(source.isOver() && later.isEmpty())) {
      stop("the budget of " + budget + " is spent");
    }
    return false;
  }

  /**
   * Whether all that could be begun waits for keys that were refused, before anything has
   * succeeded: with few items at once that is so before {@link #KEYS_REFUSED} of them were sent.
   */
  private boolean waitsForRefusedKeys() {
    return succeeded == 0
        && refusal != null
        && !open.isEmpty()
        && unplaced.get() >= open.size()
        && (source.isOver() || !mayBegin() || !roomForNew())
        && open.stream().allMatch(Item::waitsForRefusedKeys)
        && later.stream().allMatch(item -> item.failure != null && isRefusal(item.failure));
  }

  /** Of a key, or of its use of a model. */
  private static boolean isRefusal(ChatException failure) {
    return failure.fault() == Fault.KEYS || failure.status() == NOT_FOUND;
  }

  private void settle() {
    for (Item item = completed.poll(); item != null; item = completed.poll()) {
      open.remove(item);
      if (item.result != null) {
        succeeded(item, item.result);
      } else if (item.failure != null) {
        failed(item, item.failure);
      }
    }
    if (!suspects.isEmpty() && open.isEmpty() && source.isOver() && later.isEmpty()) {
      if (succeeded > 0) {
        release();
      } else {
        hopeless(suspects.get(0).failure());
      }
    }
  }

  private void succeeded(Item item, ChatResult result) {
    succeeded++;
    window.answered(result.latency().minus(result.waited()).toNanos(), System.nanoTime());
    inputTokens += Math.max(0, result.inputTokens());
    outputTokens += Math.max(0, result.outputTokens());
    byEndpoint.merge(result.endpoint(), 1L, Long::sum);
    String currency = result.currency();
    if (currency != null) {
      cost.merge(currency, result.cost(), Double::sum);
    }
    Batch.Money budget = settings.budget();
    if (budget != null && !budget.currency().equals(currency)) {
      stop(
          "the budget is in %s, but the price of %s is %s"
              .formatted(
                  budget.currency(),
                  result.endpoint(),
                  currency == null ? "not known" : "in " + currency));
    }
    release();
    deliver(new BatchResult<>(item.index, item.value, result, null, item.round));
  }

  private void failed(Item item, ChatException failure) {
    refusal = isRefusal(failure) ? failure : refusal;
    boolean mayHelp = failure.fault() != Fault.REQUEST;
    if (failure.fault() == Fault.LEFT) {
      stop(String.valueOf(failure.getMessage())); // such as a client that is closed
    }
    if (stopped.get() && mayHelp) {
      return; // undone
    }
    if (failure.fault() == Fault.KEYS && succeeded == 0 && ++refused >= KEYS_REFUSED) {
      hopeless(failure);
      return;
    }
    if (mayHelp && item.round < settings.rounds()) {
      long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(10, item.round - 1));
      item.notBefore = System.nanoTime() + pause;
      later.add(item);
      return;
    }
    BatchResult<T> result = new BatchResult<>(item.index, item.value, null, failure, item.round);
    if (mayHelp) {
      suspects.add(result);
      if (suspects.size() >= HOPELESS) {
        hopeless(failure);
      }
    } else {
      failed++;
      deliver(result);
    }
  }

  /** The pool works: what failed there has failed. */
  private void release() {
    failed += suspects.size();
    suspects.forEach(this::deliver);
    suspects.clear();
  }

  private void hopeless(@Nullable ChatException last) {
    suspects.clear();
    String since = succeeded == 0 ? "nothing has succeeded" : "nothing succeeds any more";
    stop(since + ": " + (last == null ? "" : last.getMessage()));
  }

  private void deliver(BatchResult<T> result) {
    if (!settings.isOrdered()) {
      ready.add(result);
      return;
    }
    outOfOrder.put(result.index(), result);
    long next = delivered + ready.size();
    for (BatchResult<T> one = outOfOrder.remove(next);
        one != null;
        one = outOfOrder.remove(++next)) {
      ready.add(one);
    }
  }

  /** It was stopped: of the others that are held back each is the next one. */
  private void undone() {
    outOfOrder.values().stream()
        .sorted(Comparator.comparingLong(BatchResult::index))
        .forEach(ready::add);
    outOfOrder.clear();
  }

  private void tell(boolean last) {
    long now = System.nanoTime();
    if (last || now - nextProgress >= 0) {
      nextProgress = now + settings.every().toNanos();
      settings.progress().accept(progress());
    }
  }

  private void await() {
    long now = System.nanoTime();
    long until = nextProgress - now;
    Item first = later.peek();
    if (first != null && !stopped.get()) {
      until = Math.min(until, first.notBefore - now);
    }
    try {
      if (news.tryAcquire(Math.max(0, until), TimeUnit.NANOSECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw dispatch.left("the batch was interrupted", e);
    }
  }

  /** One of the source's. */
  private final class Item {
    private final long index;
    private final T value;
    private int round;
    private long notBefore;
    private volatile AtomicBoolean placed = new AtomicBoolean();
    private volatile @Nullable Asked asked;
    private volatile boolean cancelled;
    private @Nullable ChatResult result;
    private @Nullable ChatException failure;

    private Item(long index, T value) {
      this.index = index;
      this.value = value;
    }

    private void begin() {
      round++;
      result = null;
      failure = null;
      AtomicBoolean mine = new AtomicBoolean();
      placed = mine;
      unplaced.incrementAndGet();
      open.add(this);
      try {
        Asked sent =
            dispatch.send(
                Objects.requireNonNull(request.apply(value), "there is no request for the item"),
                false,
                true,
                text -> {},
                () -> place(mine));
        asked = sent;
        var unused = sent.answer().whenComplete((good, bad) -> complete(mine, good, bad));
      } catch (RuntimeException e) { // the request is none
        complete(mine, null, e);
      }
      if (cancelled) {
        cancel();
      }
    }

    private void place(AtomicBoolean mine) {
      if (mine.compareAndSet(false, true)) {
        unplaced.decrementAndGet();
        news.release();
      }
    }

    private void complete(AtomicBoolean mine, @Nullable ChatResult good, @Nullable Throwable bad) {
      place(mine);
      result = good;
      failure = good == null ? failure(bad) : null;
      completed.add(this);
      news.release();
    }

    private ChatException failure(@Nullable Throwable bad) {
      return bad instanceof ChatException known
          ? known
          : dispatch.broken(bad == null ? new IllegalStateException("no answer") : bad);
    }

    private boolean waitsForRefusedKeys() {
      Asked sent = asked;
      return sent != null && sent.waitsForRefusedKeys();
    }

    private void cancel() {
      cancelled = true;
      Asked sent = asked;
      if (sent != null) {
        sent.answer().cancel(true);
      }
    }
  }
}
