package io.ailb.limit;

import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.LimitReading;
import io.ailb.model.Usage;
import io.ailb.time.Door;
import io.ailb.time.WallClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All limits that one account has for one model, reserved together or not at all. Thread-safe; a
 * short lock makes the whole reservation one step, so that concurrent callers can never take more
 * than a limit among them. Those who only look, at many accounts for each choice, take no lock:
 * they look again if something has changed under their eyes.
 */
public final class QuotaSet {
  private static final AtomicLongFieldUpdater<QuotaSet> PLENTY =
      AtomicLongFieldUpdater.newUpdater(QuotaSet.class, "plenty");

  private static final AtomicLongFieldUpdater<QuotaSet> PLENTY_REQUESTS =
      AtomicLongFieldUpdater.newUpdater(QuotaSet.class, "plentyRequests");

  private final WallClock clock;

  private final Door door = new Door();

  // All changed inside the door.
  private volatile Meter[] meters = {};
  private Charge charge;
  private boolean learns;
  private int reserved;

  /** What they hold, that has not ended. */
  private final Tally held = new Tally();

  /** Requests that took something so far. */
  private long order;

  /** Tokens taken so far: what was sent after a request is the difference. */
  private final Tally taken = new Tally();

  /**
   * Of these, what was refused for a limit, as far as is known: it took nothing. Some providers do
   * count such requests, but not their tokens; who takes them for more than they are is refused
   * again, who takes them for less only waits until there are fewer.
   */
  private long refusals;

  private final Tally refused = new Tally();

  /**
   * Tokens of a request that surely fits, until something changes that is not counted off here;
   * what is looked at for each choice instead of all limits, and without asking whether others
   * change it: of these, who reserves makes sure. Less than any request has if that is not known.
   */
  private volatile long plenty = -1;

  /** The same in requests. */
  private volatile long plentyRequests = -1;

  private final OutputEstimate outputs = new OutputEstimate();
  private final OnTheWay onTheWay = new OnTheWay();
  private final TooLarge tooLarge = new TooLarge();

  /** Answers of the last minute, while no limit by the minute is known; null before the first. */
  private @Nullable RollingWindow through;

  /**
   * One limit that is set.
   *
   * @param day of a daily limit, the zone of its midnight, or null
   * @param since requests up to this one were sent before it was set, and are not counted in it
   */
  private record Meter(Quota quota, Window window, @Nullable ZoneId day, long since) {}

  /** All requests are counted, or were by who announces it. */
  private static final long EVER = -1;

  /** Limits that begin unused, at {@code now} of the ticker. */
  public QuotaSet(LimitSettings settings, WallClock clock, long now) {
    this.clock = clock;
    this.charge = settings.charge();
    this.learns = settings.learns();
    apply(settings, now);
  }

  /** Takes over new limits; what was counted stays where the kind of limit stays. */
  public void apply(LimitSettings settings, long now) {
    alone(() -> takeOver(settings, now));
  }

  private boolean takeOver(LimitSettings settings, long now) {
    boolean sameWay = learns == settings.learns();
    charge = settings.charge();
    learns = settings.learns();
    List<Meter> applied = new ArrayList<>();
    for (Quota quota : Quota.values()) {
      Long limit = quota.limitIn(settings);
      tooLarge.configured(quota, limit);
      Meter before = meter(quota);
      if (limit != null) {
        ZoneId day = quota.isDaily() ? settings.calendarDay() : null;
        boolean stays =
            before != null && Objects.equals(before.day, day) && (sameWay || quota.isDaily());
        Window window =
            before != null && stays ? before.window : quota.window(limit, learns, day, clock, now);
        if (before != null && before.window != window) {
          window.count(before.window.used(now), now, now);
        }
        window.limit(limit, now);
        applied.add(new Meter(quota, window, day, before == null ? order : before.since));
      } else if (before != null && learns && before.window.isKnownOtherwise(now)) {
        before.window.unlimit(now);
        applied.add(before); // nobody configures it any more, but its provider announces it
      }
    }
    meters = applied.toArray(Meter[]::new);
    return true;
  }

  /** Does something to the limits while nobody else does. */
  private <T> T alone(Supplier<T> step) {
    door.enter();
    try {
      forgetPlenty();
      return step.get();
    } finally {
      door.leave();
    }
  }

  /** What is seen of the limits while nobody changes them. */
  private <T> T seen(Supplier<T> look) {
    door.enter();
    try {
      return look.get();
    } finally {
      door.leave();
    }
  }

  /** Takes everything that {@code demand} needs, or nothing and null. */
  public @Nullable Reservation reserve(Demand demand, long now) {
    door.enter();
    try {
      long output = expectedOutput(demand);
      boolean fits = isPlenty(demand) || fits(demand.input(), output, now);
      return fits ? taken(demand, output, now) : null;
    } finally {
      door.leave();
    }
  }

  private Reservation taken(Demand demand, long output, long now) {
    reserved++;
    order++;
    taken.add(demand.input(), output);
    held.add(demand.input(), output);
    Reservation reservation = new Reservation(demand, output, now);
    onTheWay.add(reservation);
    for (Meter meter : meters) {
      long units = meter.quota.unitsOf(demand.input(), output);
      reservation.count(meter, units, now);
      meter.window.taken(units, now);
    }
    plenty(plenty - demand.input() - output, plentyRequests - 1);
    if (!isPlenty(demand)) {
      seePlenty(now);
    }
    return reservation;
  }

  private void seePlenty(long now) {
    double tokens = tooLarge.isEmpty() ? Long.MAX_VALUE : -1;
    double requests = Long.MAX_VALUE;
    for (Meter meter : meters) {
      double fits = meter.window.plenty(now);
      if (meter.quota.countsRequests()) {
        requests = Math.min(requests, fits);
      } else {
        tokens = Math.min(tokens, fits);
      }
    }
    plenty((long) tokens, (long) requests);
  }

  private void plenty(long tokens, long requests) {
    PLENTY.lazySet(this, tokens);
    PLENTY_REQUESTS.lazySet(this, requests);
  }

  private void forgetPlenty() {
    plenty(-1, -1);
  }

  private boolean isPlenty(Demand demand) {
    return surelyFits(demand.input() + demand.output());
  }

  /** Whether a request of no more tokens surely fits; quickly said, but no only means maybe. */
  public boolean surelyFits(long tokens) {
    return plentyRequests >= 1 && plenty >= tokens;
  }

  /** Where all of what may be used is charged, all is expected; else what others have used. */
  private long expectedOutput(Demand demand) {
    return !learns || charge == Charge.MAX_TOKENS ? demand.output() : outputs.of(demand.output());
  }

  /** When {@code demand} will fit if nobody else comes: {@code now} if at once. */
  public long freeAt(Demand demand, long now) {
    long since = door.look();
    long free = isPlenty(demand) ? now : freeAt(demand.input(), expectedOutput(demand), now);
    return door.isStill(since)
        ? free
        : seen(() -> freeAt(demand.input(), expectedOutput(demand), now));
  }

  /** Whether {@code demand} fits at once. */
  public boolean fits(Demand demand, long now) {
    long since = door.look();
    boolean fits = isPlenty(demand) || fits(demand.input(), expectedOutput(demand), now);
    return door.isStill(since)
        ? fits
        : seen(() -> fits(demand.input(), expectedOutput(demand), now));
  }

  private boolean fits(long input, long output, long now) {
    for (Meter meter : meters) {
      if (!meter.window.fits(meter.quota.unitsOf(input, output), now)) {
        return false;
      }
    }
    return true;
  }

  private long freeAt(long input, long output, long now) {
    long free = now;
    for (Meter meter : meters) {
      free = Math.max(free, meter.window.freeAt(meter.quota.unitsOf(input, output), now));
    }
    return free;
  }

  /**
   * Units of each kind of limit there is, that can be used until then at most by what is not sent
   * yet. What requests under way may give back is among them.
   */
  public Map<Quota, Double> room(long until, long now) {
    return seen(() -> roomOfAll(until, now));
  }

  private Map<Quota, Double> roomOfAll(long until, long now) {
    Map<Quota, Double> room = new EnumMap<>(Quota.class);
    Demand heldTokens = new Demand(held.input(), held.output());
    for (Meter meter : meters) {
      double back = charge == Charge.ACTUAL ? meter.quota.unitsOf(0, heldTokens) : 0;
      room.put(meter.quota, meter.window.room(until, now) + back);
    }
    return room;
  }

  /**
   * The output that will be charged at least for so many requests together, if answers go on as
   * they were.
   *
   * @param most that all of them may have
   * @param each may have no less than this
   */
  public long leastOutput(int requests, long most, long each) {
    return charge == Charge.MAX_TOKENS ? most : requests * seen(() -> outputs.least(each));
  }

  /** The limit that {@code demand} has to wait for longest, or null if it fits now. */
  public @Nullable Quota tightest(Demand demand, long now) {
    return seen(() -> tightestOf(demand, now));
  }

  private @Nullable Quota tightestOf(Demand demand, long now) {
    long output = expectedOutput(demand);
    long free = now;
    Quota tightest = null;
    for (Meter meter : meters) {
      long freeAt = meter.window.freeAt(meter.quota.unitsOf(demand.input(), output), now);
      if (freeAt > free) {
        free = freeAt;
        tightest = meter.quota;
      }
    }
    return tightest;
  }

  /**
   * The limit that {@code demand} is larger than as a whole, by what its provider said of a request
   * no larger: no time makes room for it. Null if nobody said so.
   */
  public @Nullable Quota tooLargeFor(Demand demand, long now) {
    return tooLarge.than(demand, now);
  }

  /** Whether anything was ever too large: quickly said, as nearly always nothing was. */
  public boolean fitsAll() {
    return tooLarge.isEmpty();
  }

  /** The share of the tightest limit that is still free, 0 to 1; 1 without limits. */
  public double capacity(long now) {
    long since = door.look();
    double capacity = capacityOfAll(now);
    return door.isStill(since) ? capacity : seen(() -> capacityOfAll(now));
  }

  private double capacityOfAll(long now) {
    double capacity = 1;
    for (Meter meter : meters) {
      capacity = Math.min(capacity, meter.window.capacity(now));
    }
    return capacity;
  }

  /**
   * How far the tightest limit is from being the reason to go elsewhere, 0 to 1. That is a matter
   * of taste: it may be off by a call that comes at the same instant.
   */
  public double headroom(long now) {
    double headroom = 1;
    for (Meter meter : meters) {
      headroom = Math.min(headroom, meter.window.headroom(now));
    }
    return headroom;
  }

  /** Whether there is any limit. */
  public boolean isLimited() {
    return meters.length > 0;
  }

  /** Whether answers announce how any of the limits stands. */
  public boolean isInformed(long now) {
    return seen(() -> isAnyInformed(now));
  }

  private boolean isAnyInformed(long now) {
    for (Meter meter : meters) {
      if (meter.window.isInformed(now)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A request waits, and no account has room for it: the limits that keep it from here may be
   * tried, a little, beyond what is known to be safe.
   *
   * @return when it may be so again, if there is anything to be tried; else {@code Long.MAX_VALUE}
   */
  public long explore(Demand demand, long now) {
    door.enter();
    try {
      long output = expectedOutput(demand);
      long again = Long.MAX_VALUE;
      for (Meter meter : meters) {
        long units = meter.quota.unitsOf(demand.input(), output);
        if (meter.window.freeAt(units, now) > now) {
          again = Math.min(again, meter.window.explore(units, now));
        }
      }
      forgetPlenty();
      return again;
    } finally {
      door.leave();
    }
  }

  private boolean isAsConfigured(LimitReading reading) {
    Meter meter = meter(Quota.of(reading.unit()));
    Long stated = reading.limit();
    return meter != null && stated != null && meter.window.isConfiguredAs(stated);
  }

  private void heard(LimitReading reading, Reservation reservation, long now) {
    Quota quota = Quota.of(reading.unit());
    Meter meter = meter(quota);
    Long stated = reading.limit();
    if (stated != null) {
      tooLarge.announced(quota, stated);
    }
    if (meter == null && stated != null && reading.remaining() != null) {
      meter = new Meter(quota, LearnedMinute.announced(stated, quota, now), null, EVER);
      add(meter);
    }
    if (meter != null) {
      Demand since =
          new Demand(
              taken.input() - reservation.inputUpTo, taken.output() - reservation.outputUpTo);
      long after =
          quota.unitsOf(order - reservation.place, since) + onTheWay.outOfTurn(reservation, quota);
      Demand counted =
          new Demand(taken.input() - refused.input(), taken.output() - refused.output());
      long until = quota.unitsOf(order - refusals, counted) - after;
      meter.window.heard(reading, after, until, reservation.place, reservation.at, now);
    }
  }

  private boolean knowsMinutes() {
    for (Meter meter : meters) {
      if (!meter.quota.isDaily()) {
        return true;
      }
    }
    return false;
  }

  private void countThrough(long now) {
    if (learns && !knowsMinutes()) {
      through = through == null ? RollingWindow.minute(Long.MAX_VALUE, now) : through;
      through.count(1, now, now);
    }
  }

  /**
   * A refusal where nobody has stated a limit: there is one. Without it all who wait would go out
   * together after each pause, to be refused.
   *
   * @return whether that was found just now
   */
  private boolean findLimit(long now) {
    if (!learns || knowsMinutes()) {
      return false;
    }
    long sent = (through == null ? 0 : through.used(now)) + reserved - 1;
    if (sent < LearnedMinute.SHOWS_A_LIMIT) {
      return false;
    }
    add(new Meter(Quota.REQUESTS_PER_MINUTE, LearnedMinute.found((double) sent, now), null, EVER));
    through = null;
    return true;
  }

  private void add(Meter meter) {
    Meter[] more = Arrays.copyOf(meters, meters.length + 1);
    more[more.length - 1] = meter;
    Arrays.sort(more, Comparator.comparing(Meter::quota));
    meters = more;
  }

  /** Units counted of one kind; 0 if it has no limit, as nothing is counted then. */
  public long used(Quota quota, long now) {
    Meter meter = meter(quota);
    return meter == null ? 0 : seen(() -> meter.window.used(now));
  }

  /** The limit of one kind, or -1. */
  public long limit(Quota quota) {
    Meter meter = meter(quota);
    return meter == null ? -1 : seen(meter.window::limit);
  }

  /** How the fullest limit stands; null without limits. */
  public @Nullable String fullestInWords(long now) {
    Quota fullest = seen(() -> fullest(now));
    return fullest == null ? null : inWords(fullest, now);
  }

  private @Nullable Quota fullest(long now) {
    double least = Double.POSITIVE_INFINITY;
    Quota fullest = null;
    for (Meter meter : meters) {
      double capacity = meter.window.capacity(now);
      if (capacity < least) {
        least = capacity;
        fullest = meter.quota;
      }
    }
    return fullest;
  }

  /** How a limit stands; where a bucket was refilled meanwhile, more was used than the limit. */
  public String inWords(Quota quota, long now) {
    long used = used(quota, now);
    long limit = limit(quota);
    String span = quota.isDaily() ? "day" : "minute";
    return used <= limit
        ? quota.key() + " " + used + "/" + limit
        : quota.key() + " " + limit + ", " + used + " in the last " + span;
  }

  private @Nullable Meter meter(Quota quota) {
    for (Meter meter : meters) {
      if (meter.quota == quota) {
        return meter;
      }
    }
    return null;
  }

  /** Whether forgetting this set would lose nothing. */
  public boolean isIdle(long now) {
    return seen(() -> isUnused(now));
  }

  private boolean isUnused(long now) {
    if (reserved > 0) {
      return false;
    }
    for (Meter meter : meters) {
      if (meter.window.used(now) > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * What one request holds. Providers count it when it arrives, of which we know when it has begun:
   * until then it counts as if it arrived as late as it can. End it in one way, once: the first
   * ending, whoever it is that comes first, says that it was; another does nothing.
   */
  public final class Reservation extends OnTheWay.Entry {
    /** The output that was asked for, of which less is expected. */
    private final long askedOutput;

    private final long place = order;
    private final long inputUpTo = taken.input();
    private final long outputUpTo = taken.output();

    // Changed while nobody else changes the set.
    private boolean arrived;
    private long arrivedAt;
    private boolean ended;

    private Reservation(Demand asked, long output, long at) {
      super(asked.input(), output, at);
      this.askedOutput = asked.output();
    }

    /** Tokens of the prompt, as estimated. */
    public long input() {
      return input;
    }

    private long units(Meter meter) {
      return meter.quota.unitsOf(input, output);
    }

    /** Units that it did take; what its provider did not report counts as expected. */
    private long units(Meter meter, Usage usage) {
      return meter.quota.unitsOf(
          usage.input() == Usage.UNKNOWN ? input : usage.input(),
          usage.output() == Usage.UNKNOWN ? output : usage.output());
    }

    private void count(Meter meter, long units, long now) {
      boolean moved = arrived && meter.window.countsArrivals();
      meter.window.count(units, moved ? arrivedAt : at + meter.window.provision(), now);
    }

    /**
     * The provider has begun to answer: the request has arrived by now. What the answer announces
     * goes to {@link #heard} first.
     */
    public void arrived(long now) {
      door.enter();
      try {
        if (!ended) {
          arrive(now);
        }
      } finally {
        door.leave();
      }
    }

    private void arrive(long now) {
      if (arrived) {
        return;
      }
      onTheWay.remove(this);
      arrived = true;
      arrivedAt = Math.min(now, at + Window.TRAVEL);
      for (Meter meter : meters) {
        if (isCounted(meter) && meter.window.countsArrivals()) {
          arrive(meter.window, units(meter), now);
        }
      }
    }

    private void arrive(Window window, long units, long now) {
      double plenty = window.plenty(now);
      window.move(units, at + window.provision(), arrivedAt, now);
      if (window.plenty(now) < plenty) {
        forgetPlenty(); // it was not counted any more where it was sent
      }
    }

    /**
     * The answer announces how limits stand.
     *
     * @param refusal whether it refuses the request for one of them
     */
    public void heard(List<LimitReading> readings, boolean refusal, long now) {
      alone(
          () -> {
            if (refusal) {
              refusals++;
              refused.add(input, output);
            }
            for (LimitReading reading : readings) {
              if (learns && Announced.isOfMinute(reading, isAsConfigured(reading))) {
                QuotaSet.this.heard(reading, this, now);
              }
            }
            onTheWay.announced(this);
            return true;
          });
    }

    /** The provider answered: what it used is known, and that there was room for it. */
    public boolean answered(Usage usage, long now) {
      door.enter();
      try {
        if (ended) {
          return false;
        }
        if (usage.output() > 0) {
          outputs.record(usage.output());
        }
        for (Meter meter : meters) {
          meter.window.answered(now);
        }
        countThrough(now);
        return charge(usage, now);
      } finally {
        door.leave();
      }
    }

    /** The provider counted the request: keep it, corrected by what it used. */
    public boolean settle(Usage usage, long now) {
      return alone(() -> charge(usage, now));
    }

    private boolean charge(Usage usage, long now) {
      if (!end()) {
        return false;
      }
      arrive(now);
      for (Meter meter : meters) {
        keep(meter, charge == Charge.ACTUAL ? units(meter, usage) : units(meter), now);
      }
      return true;
    }

    private boolean isCounted(Meter meter) {
      return place > meter.since;
    }

    /** So many units of what it took are counted for good. */
    private void keep(Meter meter, long kept, long now) {
      if (isCounted(meter)) {
        giveBack(meter, units(meter) - kept, now);
      } else {
        countLate(meter, kept, now);
      }
    }

    private void countLate(Meter meter, long units, long now) {
      meter.window.count(units, now, now);
      forgetPlenty();
    }

    private void giveBack(Meter meter, long units, long now) {
      if (units != 0) {
        count(meter, -units, now);
        meter.window.givenBack(units, place, now);
        if (units < 0) {
          forgetPlenty(); // it used more than was counted off
        }
      }
    }

    /** The provider refused the request: it counts as one, but has used no tokens. */
    public boolean refused(long now) {
      return alone(() -> keepRequest(now));
    }

    private boolean keepRequest(long now) {
      if (!end()) {
        return false;
      }
      arrive(now);
      for (Meter meter : meters) {
        keep(meter, meter.quota.unitsOf(Demand.NO_TOKENS), now);
      }
      return true;
    }

    /** The same for one of the account's limits, which may be other than we think. */
    public boolean rateLimited(long now) {
      return alone(
          () -> {
            if (!ended && !findLimit(now)) {
              for (Meter meter : meters) {
                meter.window.refused(at, reserved - 1, now);
              }
            }
            return keepRequest(now);
          });
    }

    /** The same as the request is larger than a whole limit: others still fit. */
    public boolean tooLarge(long now) {
      return alone(
          () -> {
            for (Meter meter : meters) {
              long units = meter.quota.unitsOf(input, askedOutput);
              if (!ended && !meter.quota.countsRequests() && units > meter.window.limit()) {
                tooLarge.refused(meter.quota, units, now);
              }
            }
            return keepRequest(now);
          });
    }

    /** The provider never saw the request: give all of it back. */
    public boolean refund(long now) {
      return alone(
          () -> {
            if (!end()) {
              return false;
            }
            for (Meter meter : meters) {
              keep(meter, 0, now);
            }
            return true;
          });
    }

    private boolean end() {
      if (ended) {
        return false;
      }
      ended = true;
      onTheWay.remove(this);
      reserved--;
      held.add(-input, -output);
      return true;
    }
  }
}
