package io.ailb.benchmarks.faults;

import io.ailb.simulator.log.LogEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as a provider saw it.
 *
 * @param atMillis by the provider's clock
 * @param request which one of the caller's it was, from 1; 0 where a dialect has no field for it
 * @param status that it sent; 0 for none
 * @param faulted whether it met the fault
 */
record Try(long atMillis, int request, int status, boolean faulted) {
  /** The caller numbers its requests in a field that nobody changes. */
  static final String MARK = "request-";

  private static final Pattern NUMBER = Pattern.compile(MARK + "(\\d+)");

  static Try of(LogEntry entry) {
    Integer status = entry.status();
    return new Try(
        entry.atMillis(), number(entry.body()), status == null ? 0 : status, entry.fault() != null);
  }

  private static int number(@Nullable String body) {
    Matcher mark = NUMBER.matcher(body == null ? "" : body);
    return mark.find() ? Integer.parseInt(mark.group(1)) : 0;
  }
}
