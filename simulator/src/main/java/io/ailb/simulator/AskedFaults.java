package io.ailb.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.fault.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Faults that a question brings along, so that what a request meets depends on nothing but the
 * request, whoever else asks meanwhile: {@code FAULTS {"a": [{"type": "reset"}, null]}} is a reset
 * for the first time that endpoint {@code a} is asked this, and nothing for the second. Of one
 * endpoint; thread-safe.
 */
final class AskedFaults {
  private static final String WORD = "FAULTS ";
  private static final int REMEMBERED = 10_000;

  private final String endpoint;

  /** How often each of the latest questions has come; guarded by this. */
  private final Map<String, Integer> times =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  AskedFaults(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * The fault that this question meets now, or null.
   *
   * @throws IllegalArgumentException when what it asks for cannot be read
   */
  @Nullable Fault next(String question) {
    int begin = question.indexOf(WORD + "{");
    if (begin < 0) {
      return null;
    }
    try {
      JsonNode all = Wording.JSON.readTree(question.substring(begin + WORD.length()));
      JsonNode asked = all.path(endpoint).path(countBefore(question));
      return asked.isObject() ? Wording.JSON.treeToValue(asked, Fault.class) : null;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no faults: " + e.getOriginalMessage(), e);
    }
  }

  private synchronized int countBefore(String question) {
    return times.merge(question, 1, Integer::sum) - 1;
  }
}
