package io.ailb.expose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link PoolMXBean}. */
record PoolBean(Shown<PoolView> shown, Controls controls, Scoreboard board) implements PoolMXBean {
  private static final int USUAL_COUNT = 20;

  private PoolView view() {
    return shown.get();
  }

  private PoolTally tally() {
    return board.pool(view().name());
  }

  @Override
  public String getStrategy() {
    return view().strategy();
  }

  @Override
  public int getEndpointsTotal() {
    return view().endpoints().size();
  }

  @Override
  public int getEndpointsAvailable() {
    return (int) view().endpoints().stream().filter(EndpointView::available).count();
  }

  @Override
  public long getRequestsTotal() {
    return tally().requests.sum();
  }

  @Override
  public long getFailuresTotal() {
    return tally().failures.sum();
  }

  @Override
  public long getFailoversTotal() {
    return tally().failovers.sum();
  }

  @Override
  public long getRejectedTotal() {
    return tally().rejected.sum();
  }

  @Override
  public int getInFlight() {
    return view().endpoints().stream().mapToInt(EndpointView::inFlight).sum();
  }

  @Override
  public int getQueued() {
    return view().queued();
  }

  @Override
  public double getQueueWaitMillisP95() {
    return tally().queueWaitMillisP95();
  }

  @Override
  public double getDecisionMicrosP99() {
    return tally().decisionMicrosP99();
  }

  @Override
  public long getInputTokensTotal() {
    return tally().inputTokens.sum();
  }

  @Override
  public long getOutputTokensTotal() {
    return tally().outputTokens.sum();
  }

  @Override
  public double getCostTotal() {
    return tally().cost.sum();
  }

  @Override
  public double getBudgetUsedPercent() {
    return view().budgetUsedPercent();
  }

  @Override
  public double getAffinityHitPercent() {
    return view().affinityHitPercent();
  }

  @Override
  public List<EndpointRow> getEndpoints() {
    return board.stats(view()).endpoints().stream().map(EndpointRow::of).toList();
  }

  @Override
  public String report() {
    return Narrow.of(Report.of(board.stats(view())));
  }

  @Override
  public String explain(@Nullable String model, int estimatedTokens) {
    return Narrow.of(controls.explain(view().name(), model, estimatedTokens));
  }

  @Override
  public String recentDecisions(int count) {
    int most = count <= 0 ? USUAL_COUNT : count;
    return Narrow.of(Report.of(tally().recent(most), controls.reasons(view().name())));
  }

  @Override
  public String resetStatistics() {
    board.reset(view().name());
    return "The counts of pool "
        + view().name()
        + " and its endpoints begin anew at 0; states, limits and latencies stay.";
  }
}
