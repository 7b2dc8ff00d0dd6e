package io.ailb.agent.batch.screen;

import io.ailb.client.BatchResult;
import io.ailb.client.ChatException;
import io.ailb.client.ChatResult;
import io.ailb.expose.EndpointStats;
import io.ailb.expose.Stats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Counts for the summary what came of each item. For one thread. */
public final class Tally {
  /** Beyond so many different ones, failures are counted together. */
  private static final int MOST_REASONS = 200;

  private static final int LONGEST_REASON = 300;
  private static final String OTHERS = "other reasons";

  /** What differs from item to item where the reason is the same: numbers and ids. */
  private static final Pattern PARTICULARS =
      Pattern.compile("\\b(?=\\w*\\d)[\\w-]{12,}\\b|\\d[\\d,.]*");

  private final UnaryOperator<String> redact;
  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<String, Summary.Reason> reasons = new LinkedHashMap<>();

  private static final class Row {
    private final Map<String, Double> cost = new TreeMap<>();
    private long answers;
    private long inputTokens;
    private long outputTokens;
  }

  /**
   * Empty.
   *
   * @param redact takes keys out of what providers say: some of them echo theirs
   */
  public Tally(UnaryOperator<String> redact) {
    this.redact = redact;
  }

  /** An item is through. */
  public void add(BatchResult<?> result) {
    ChatResult answer = result.result();
    ChatException failure = result.failure();
    if (answer != null) {
      answered(answer);
    } else if (failure != null) {
      failed(String.valueOf(failure.getMessage()));
    }
  }

  private void answered(ChatResult answer) {
    Row row = rows.computeIfAbsent(answer.endpoint(), name -> new Row());
    row.answers++;
    row.inputTokens += Math.max(0, answer.inputTokens());
    row.outputTokens += Math.max(0, answer.outputTokens());
    String currency = answer.currency();
    if (currency != null) {
      row.cost.merge(currency, answer.cost(), Double::sum);
    }
  }

  /** An item failed for this reason; those that differ in numbers and ids only are one. */
  public void failed(String why) {
    String line = why.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("no reason");
    String kind = PARTICULARS.matcher(line).replaceAll("#");
    if (reasons.size() >= MOST_REASONS && !reasons.containsKey(kind)) {
      kind = OTHERS;
      line = OTHERS;
    }
    String clean = redact.apply(line);
    String example =
        clean.length() > LONGEST_REASON ? clean.substring(0, LONGEST_REASON) + "..." : clean;
    reasons.merge(
        kind,
        new Summary.Reason(1, example),
        (old, one) -> new Summary.Reason(old.failed() + 1, old.example()));
  }

  /** Why items failed, the most frequent first. */
  public List<Summary.Reason> reasons() {
    return reasons.values().stream()
        .sorted(Comparator.comparingLong(Summary.Reason::failed).reversed())
        .toList();
  }

  /**
   * Who answered, and who was asked at all, by name.
   *
   * @param stats of the balancer, which know of refusals for a limit
   */
  public List<Summary.OfEndpoint> endpoints(Stats stats) {
    Map<String, Long> refusals = new TreeMap<>();
    Map<String, Long> tries = new TreeMap<>();
    stats.pools().stream()
        .flatMap(pool -> pool.endpoints().stream())
        .forEach(
            (EndpointStats endpoint) -> {
              refusals.merge(endpoint.name(), endpoint.rateLimited(), Long::sum);
              tries.merge(endpoint.name(), endpoint.requests(), Long::sum);
            });
    Map<String, Row> all = new TreeMap<>(rows);
    tries.forEach(
        (name, count) -> {
          if (count > 0) {
            all.putIfAbsent(name, new Row());
          }
        });
    List<Summary.OfEndpoint> endpoints = new ArrayList<>();
    all.forEach(
        (name, row) ->
            endpoints.add(
                new Summary.OfEndpoint(
                    name,
                    row.answers,
                    row.inputTokens,
                    row.outputTokens,
                    Map.copyOf(row.cost),
                    refusals.getOrDefault(name, 0L))));
    return endpoints;
  }
}
