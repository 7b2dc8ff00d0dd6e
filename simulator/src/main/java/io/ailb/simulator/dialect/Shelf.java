package io.ailb.simulator.dialect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider keeps for one account: its responses, until they are deleted; of very many the
 * latest. Thread-safe.
 */
public final class Shelf {
  private static final int MOST = 10_000;

  private final Map<String, String> responses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  synchronized void put(String id, String response) {
    responses.put(id, response);
  }

  /** The response with this id as JSON, or null. */
  synchronized @Nullable String get(String id) {
    return responses.get(id);
  }

  /** Whether it was there. */
  synchronized boolean remove(String id) {
    return responses.remove(id) != null;
  }
}
