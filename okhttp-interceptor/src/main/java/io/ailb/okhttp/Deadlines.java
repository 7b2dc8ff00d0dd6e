package io.ailb.okhttp;

import io.ailb.flow.CallerTime;
import okhttp3.Call;
import okio.Timeout;

/** How long a call's owner waits: its call timeout, which OkHttp counts from the call's start. */
final class Deadlines {
  private Deadlines() {}

  static CallerTime of(Call call) {
    Timeout timeout = call.timeout();
    long nanos = Long.MAX_VALUE;
    if (timeout.timeoutNanos() > 0) {
      nanos = timeout.timeoutNanos();
    }
    if (timeout.hasDeadline()) {
      nanos = Math.min(nanos, Math.max(0, timeout.deadlineNanoTime() - System.nanoTime()));
    }
    return CallerTime.total(nanos);
  }
}
