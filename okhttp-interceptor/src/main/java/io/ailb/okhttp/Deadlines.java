package io.ailb.okhttp;

import io.ailb.flow.CallerTime;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Call;
import okio.Timeout;

/**
 * How long a call's owner still waits. OkHttp counts its call timeout from the call's start, and
 * tells nobody how much of it is left; so it is counted from when we first see the call: that is
 * too generous by what the interceptors before ours took the first time, and OkHttp itself ends the
 * call then. Not more: one of them may try again, which is the same call.
 */
final class Deadlines {
  /** Only of calls with a timeout: instants when they were first seen. */
  private static final Map<Call, Long> SEEN = Collections.synchronizedMap(new WeakHashMap<>());

  private Deadlines() {}

  static CallerTime of(Call call) {
    Timeout timeout = call.timeout();
    if (timeout.timeoutNanos() == 0 && !timeout.hasDeadline()) {
      return CallerTime.UNBOUNDED;
    }
    long now = System.nanoTime();
    long nanos = Long.MAX_VALUE;
    if (timeout.timeoutNanos() > 0) {
      Long seen = SEEN.putIfAbsent(call, now);
      nanos = timeout.timeoutNanos() - (seen == null ? 0 : now - seen);
    }
    if (timeout.hasDeadline()) {
      nanos = Math.min(nanos, timeout.deadlineNanoTime() - now);
    }
    return CallerTime.total(Math.max(0, nanos));
  }

  /** Whether the call's time is over, which OkHttp's own watchdog may notice a little later. */
  static boolean isOver(Call call) {
    return of(call).totalNanos() == 0;
  }
}
