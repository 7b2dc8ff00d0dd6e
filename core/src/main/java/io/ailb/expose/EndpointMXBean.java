package io.ailb.expose;

import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint. */
@Describe("An endpoint: a provider's URL with a key")
public interface EndpointMXBean {
  @Describe("Whose API it is")
  String getProvider();

  @Describe("The host that requests go to")
  String getHost();

  @Describe("First 8 hex digits of the key's SHA-256: tells keys apart without telling them")
  String getKeyFingerprint();

  @Describe("READY, BUSY, COOLING, OPEN, HALF_OPEN, DRAINING or DISABLED")
  String getState();

  @Describe("Why it stands so; empty where there is nothing to say")
  String getStateReason();

  @Describe("Whether it takes calls now")
  boolean isAvailable();

  @Describe("Its share inside its tier; 0 = drained. Lasts until the configuration states another")
  double getWeight();

  void setWeight(double weight);

  @Describe("Higher tiers are used only when no lower one can take a request")
  int getTier();

  @Unit("requests")
  @Describe("Calls under way")
  int getInFlight();

  @Unit("requests")
  @Describe("Requests sent to it, each try counted")
  long getRequestsTotal();

  @Unit("requests")
  @Describe("Of them, those that failed; rate limits are counted apart")
  long getFailuresTotal();

  @Unit("requests")
  @Describe("Of them, those that met a rate limit")
  long getRateLimitedTotal();

  @Unit("requests")
  @Describe("Of the failed, those that took too long")
  long getTimeoutsTotal();

  @Unit("%")
  @Describe("Failed requests of all since start or reset")
  double getErrorPercent();

  @Unit("requests")
  @Describe("Failures in a row")
  int getConsecutiveFailures();

  @Unit("requests/min")
  @Describe("Requests counted against the minute's limit")
  long getRequestsPerMinuteUsed();

  @Unit("requests/min")
  @Describe("The minute's limit of requests; -1 = none")
  long getRequestsPerMinuteLimit();

  @Unit("tokens/min")
  @Describe("Tokens counted against the minute's limit")
  long getTokensPerMinuteUsed();

  @Unit("tokens/min")
  @Describe("The minute's limit of tokens; -1 = none")
  long getTokensPerMinuteLimit();

  @Unit("requests/day")
  @Describe("Requests counted against the day's limit")
  long getRequestsPerDayUsed();

  @Unit("requests/day")
  @Describe("The day's limit of requests; -1 = none")
  long getRequestsPerDayLimit();

  @Unit("%")
  @Describe("The free share of its tightest limit")
  double getCapacityPercent();

  @Unit("ms")
  @Describe("Half of the good answers took no longer; -1 while unknown")
  double getLatencyMillisP50();

  @Unit("ms")
  @Describe("95 % of the good answers took no longer; -1 while unknown")
  double getLatencyMillisP95();

  @Unit("ms")
  @Describe("99 % of the good answers took no longer; -1 while unknown")
  double getLatencyMillisP99();

  @Unit("ms")
  @Describe("95 % of the good answers began no later; -1 while unknown")
  double getFirstByteMillisP95();

  @Unit("tokens")
  @Describe("Input tokens that it reported")
  long getInputTokensTotal();

  @Unit("tokens")
  @Describe("Output tokens that it reported")
  long getOutputTokensTotal();

  @Describe("What its answers cost by the configured prices, in its currency")
  double getCostTotal();

  @Describe("When its pause is over; the epoch if it does not rest")
  Date getCooldownUntil();

  @Describe("The last error held against it; empty if none")
  String getLastError();

  @Describe("When that was; the epoch if never")
  Date getLastErrorAt();

  @Describe("Errors by class, such as timeout or rate_limit")
  Map<String, Long> getErrorsByKind();

  @Describe(value = "Lets it finish what it has and gives it nothing new", action = true)
  void drain();

  @Describe(value = "Ends drain, disable and every pause", action = true)
  void resume();

  @Describe(value = "Takes it out of use", action = true)
  void disable(
      @Describe(name = "reason", value = "Shown as its StateReason") @Nullable String reason,
      @Describe(name = "minutes", value = "For how long; 0 = until it is resumed") int minutes);

  @Describe(value = "Lets it rest", action = true)
  void coolDown(@Describe(name = "seconds", value = "For how long") int seconds);

  @Describe(value = "Closes its breaker, whatever happened", action = true)
  void resetBreaker();
}
