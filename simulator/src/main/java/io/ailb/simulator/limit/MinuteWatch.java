package io.ailb.simulator.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Watches one key's traffic against its limits and enforces nothing. Thread-safe. */
public final class MinuteWatch {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long DAY = Duration.ofDays(1).toNanos();

  private record Arrival(long at, long tokens) {}

  private final Tally requests;
  private final Tally tokens;
  private final Tally today;
  private final long start;
  private final long firstStart;
  private final ArrayDeque<Arrival> lastMinute = new ArrayDeque<>(); // guarded by this
  private long window = Long.MIN_VALUE; // guarded by this
  private long day = Long.MIN_VALUE; // guarded by this

  /**
   * @param limits what to compare with, or null
   * @param start the clock's reading when the endpoint started
   */
  public MinuteWatch(@Nullable Limits limits, long start) {
    requests = new Tally(limits == null ? null : limits.rpm());
    tokens = new Tally(limits == null ? null : limits.tpm());
    today = new Tally(limits == null ? null : limits.rpd());
    this.start = start;
    firstStart = start + Duration.ofSeconds(limits == null ? 0 : limits.phaseSeconds()).toNanos();
  }

  /** A request came, which the limits would charge that many tokens. */
  public synchronized void saw(long chargedTokens, long now) {
    for (Arrival old = lastMinute.peek();
        old != null && now - old.at >= MINUTE;
        old = lastMinute.peek()) {
      lastMinute.remove();
      requests.left(1);
      tokens.left(old.tokens);
    }
    long current = Math.floorDiv(now - firstStart, MINUTE);
    if (current != window) {
      window = current;
      requests.newWindow();
      tokens.newWindow();
    }
    long currentDay = Math.floorDiv(now - start, DAY);
    if (currentDay != day) {
      day = currentDay;
      today.newWindow();
    }
    today.came(1);
    lastMinute.add(new Arrival(now, chargedTokens));
    requests.came(1);
    tokens.came(chargedTokens);
  }

  public synchronized Peaks peaks() {
    return new Peaks(
        requests.mostSliding,
        tokens.mostSliding,
        requests.mostInWindow,
        tokens.mostInWindow,
        requests.timesOver,
        tokens.timesOver,
        requests.windowsOver,
        tokens.windowsOver,
        today.mostInWindow,
        today.windowsOver);
  }

  /** One unit's sums over the last minute and over the current window. Its watch locks. */
  private static final class Tally {
    private final long limit;
    private long sliding;
    private long inWindow;
    private long mostSliding;
    private long mostInWindow;
    private long timesOver;
    private long windowsOver;

    Tally(@Nullable Integer limit) {
      this.limit = limit == null ? Long.MAX_VALUE : limit;
    }

    void came(long amount) {
      sliding += amount;
      mostSliding = Math.max(mostSliding, sliding);
      if (sliding > limit) {
        timesOver++;
      }
      boolean wasOver = inWindow > limit;
      inWindow += amount;
      mostInWindow = Math.max(mostInWindow, inWindow);
      if (!wasOver && inWindow > limit) {
        windowsOver++;
      }
    }

    void left(long amount) {
      sliding -= amount;
    }

    void newWindow() {
      inWindow = 0;
    }
  }
}
