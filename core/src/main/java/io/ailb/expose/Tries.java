package io.ailb.expose;

import io.ailb.model.ErrorInfo;
import io.ailb.model.Outcome;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.RequestEnded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where requests under way have failed, until they end. Only failures are kept: nearly all requests
 * have none. Thread-safe.
 */
final class Tries {
  /** Failed requests under way; one whose end was never told is pushed out some day. */
  private static final int MAX = 10_000;

  private final Map<String, List<String>> failed = // by request; guarded by this
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MAX;
        }
      };

  void ended(AttemptEnded event) {
    if (event.outcome() instanceof Outcome.Failed failure) {
      failed(event.request(), event.endpoint() + " (" + words(failure.error()) + ")");
    }
  }

  private synchronized void failed(String request, String words) {
    failed.computeIfAbsent(request, created -> new ArrayList<>(2)).add(words);
  }

  private static String words(ErrorInfo error) {
    return error.status() >= 400 ? Integer.toString(error.status()) : error.kind().id();
  }

  /** In order, with what went wrong; the last is the one whose answer the application got. */
  List<String> of(RequestEnded event) {
    String last = event.endpoint();
    boolean atOnce = event.result() == RequestEnded.Result.SUCCESS && event.attempts() == 1;
    return atOnce && last != null ? List.of(last) : all(event);
  }

  private synchronized List<String> all(RequestEnded event) {
    List<String> tried = failed.remove(event.request());
    List<String> all = tried == null ? new ArrayList<>(1) : tried;
    String last = event.endpoint();
    if (last != null && all.size() < event.attempts()) {
      all.add(last);
    }
    return List.copyOf(all);
  }
}
