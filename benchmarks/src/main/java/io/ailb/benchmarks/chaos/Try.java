package io.ailb.benchmarks.chaos;

import io.ailb.simulator.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as a provider saw it.
 *
 * @param status that it sent; 0 for none
 * @param fault type of the one it met, or null
 */
record Try(String endpoint, int status, @Nullable String fault) {
  private static final Pattern MARK = Pattern.compile("chaos -?\\d+-(\\d+) ");

  /** The tries of each request, in order. */
  static Map<Integer, List<Try>> byRequest(List<LogEntry> log) {
    Map<Integer, List<Try>> all = new HashMap<>();
    for (LogEntry entry : log) {
      String body = entry.body();
      Matcher mark = MARK.matcher(body == null ? "" : body);
      if (!mark.find()) {
        throw new IllegalStateException("a request without its number: " + entry);
      }
      Integer status = entry.status();
      all.computeIfAbsent(Integer.valueOf(mark.group(1)), index -> new ArrayList<>())
          .add(new Try(entry.endpoint(), status == null ? 0 : status, entry.fault()));
    }
    return all;
  }

  @Override
  public String toString() {
    return endpoint + " " + status + (fault == null ? "" : " " + fault);
  }
}
