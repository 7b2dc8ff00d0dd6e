package io.ailb.okhttp;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Call;
import okhttp3.Response;

/**
 * Calls that were told to give up. One that comes again nevertheless is repeated by an interceptor
 * before ours, as google-genai's does.
 */
final class FailedCalls {
  private final Set<Call> calls =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  /** Whether there are any: mostly nobody fails. */
  private volatile boolean some;

  boolean has(Call call) {
    return some && calls.contains(call);
  }

  /** Returns the answer to the call. */
  Response noted(Call call, Response answer) {
    if (answer.code() >= 400 && "false".equals(answer.header("x-should-retry"))) {
      calls.add(call);
      some = true;
    }
    return answer;
  }
}
