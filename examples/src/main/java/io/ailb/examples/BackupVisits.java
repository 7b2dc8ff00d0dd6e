package io.ailb.examples;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.log.LogEntry;
import java.util.List;
import java.util.Locale;

/**
 * What came to the Anthropic endpoint, by its own log: each request has to be one that Anthropic's
 * own SDK could have sent, with the endpoint's own key.
 *
 * @param foreign those that have not
 */
record BackupVisits(long all, long streamed, long withTools, long foreign) {

  static BackupVisits of(Simulator simulator) {
    List<LogEntry> visits = simulator.log(SimulatedPool.BACKUP);
    return new BackupVisits(
        visits.size(),
        visits.stream().filter(LogEntry::stream).count(),
        visits.stream().filter(visit -> body(visit).contains("\"tool_result\"")).count(),
        visits.stream().filter(visit -> !isAnthropics(visit)).count());
  }

  private static boolean isAnthropics(LogEntry visit) {
    return visit.path().equals("/v1/messages")
        && visit.headers().containsKey("anthropic-version")
        && !visit.headers().containsKey("authorization")
        && SimulatedPool.BACKUP.equals(visit.keyOwner())
        && SimulatedPool.CLAUDE.equals(visit.model())
        && body(visit).contains("\"max_tokens\"")
        && !Integer.valueOf(400).equals(visit.status());
  }

  private static String body(LogEntry visit) {
    return visit.body() == null ? "" : visit.body();
  }

  boolean areAllAnthropics() {
    return all > 0 && foreign == 0;
  }

  String inWords() {
    return String.format(
        Locale.ROOT,
        "The Anthropic endpoint saw %d requests, %d for streams, %d with the result of a tool:%n"
            + "    %s",
        all,
        streamed,
        withTools,
        foreign == 0
            ? "all of them Anthropic's own, with its own key."
            : foreign + " of them NOT Anthropic's own, or with another key.");
  }
}
