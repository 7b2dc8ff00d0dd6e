package io.ailb.expose;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link EndpointMXBean}. */
record EndpointBean(String pool, Shown<EndpointView> shown, Controls controls, Scoreboard board)
    implements EndpointMXBean {
  private EndpointView view() {
    return shown.get();
  }

  private Tally tally() {
    return board.pool(pool).endpoint(view().name());
  }

  @Override
  public String getProvider() {
    return view().provider();
  }

  @Override
  public String getHost() {
    return view().host();
  }

  @Override
  public String getKeyFingerprint() {
    return view().keyFingerprint();
  }

  @Override
  public String getState() {
    return view().state().name();
  }

  @Override
  public String getStateReason() {
    return view().stateReason();
  }

  @Override
  public boolean isAvailable() {
    return view().available();
  }

  @Override
  public double getWeight() {
    return view().weight();
  }

  @Override
  public void setWeight(double weight) {
    controls.weight(pool, view().name(), weight);
  }

  @Override
  public int getTier() {
    return view().tier();
  }

  @Override
  public int getInFlight() {
    return view().inFlight();
  }

  @Override
  public long getRequestsTotal() {
    return tally().requests.sum();
  }

  @Override
  public long getTranslatedTotal() {
    return tally().translated.sum();
  }

  @Override
  public long getFailuresTotal() {
    return tally().failures.sum();
  }

  @Override
  public long getRateLimitedTotal() {
    return tally().rateLimited.sum();
  }

  @Override
  public long getTimeoutsTotal() {
    return tally().timeouts.sum();
  }

  @Override
  public double getErrorPercent() {
    return tally().errorPercent();
  }

  @Override
  public int getConsecutiveFailures() {
    return view().consecutiveFailures();
  }

  @Override
  public long getRequestsPerMinuteUsed() {
    return view().used("rpm");
  }

  @Override
  public long getRequestsPerMinuteLimit() {
    return view().limit("rpm");
  }

  @Override
  public long getTokensPerMinuteUsed() {
    return view().used("tpm");
  }

  @Override
  public long getTokensPerMinuteLimit() {
    return view().limit("tpm");
  }

  @Override
  public long getRequestsPerDayUsed() {
    return view().used("rpd");
  }

  @Override
  public long getRequestsPerDayLimit() {
    return view().limit("rpd");
  }

  @Override
  public double getCapacityPercent() {
    return view().capacityPercent();
  }

  @Override
  public double getLatencyMillisP50() {
    return view().latencyMillis(50);
  }

  @Override
  public double getLatencyMillisP95() {
    return view().latencyMillis(95);
  }

  @Override
  public double getLatencyMillisP99() {
    return view().latencyMillis(99);
  }

  @Override
  public double getFirstByteMillisP95() {
    return view().firstByteMillis(95);
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
  public double getInputEstimateErrorPercent() {
    return view().inputEstimateErrorPercent();
  }

  @Override
  public double getCostTotal() {
    return tally().cost.sum();
  }

  @Override
  public @Nullable Date getCooldownUntil() {
    Instant until = view().cooldownUntil();
    return until == null ? null : Date.from(until);
  }

  @Override
  public String getLastError() {
    return tally().lastError().message();
  }

  @Override
  public @Nullable Date getLastErrorAt() {
    Instant at = tally().lastError().at();
    return at.equals(Instant.EPOCH) ? null : Date.from(at);
  }

  @Override
  public Map<String, Long> getErrorsByKind() {
    return tally().errorsByKind();
  }

  @Override
  public String drain() {
    return controls.drain(pool, view().name());
  }

  @Override
  public String resume() {
    return controls.resume(pool, view().name());
  }

  @Override
  public String disable(@Nullable String reason, int minutes) {
    return controls.disable(pool, view().name(), reason, minutes);
  }

  @Override
  public String coolDown(int seconds) {
    return controls.coolDown(pool, view().name(), seconds);
  }

  @Override
  public String resetBreaker() {
    return controls.resetBreaker(pool, view().name());
  }
}
