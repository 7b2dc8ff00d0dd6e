package io.ailb.expose;

import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint. */
@Describe("An endpoint: a provider's URL with a key")
public interface EndpointMXBean {
  @Describe("Whose API the endpoint has")
  String getProvider();

  @Describe("The host that requests go to, with its port where that is not the usual one")
  String getHost();

  @Describe("First 8 hex digits of the key's SHA-256: tells keys apart without telling them")
  String getKeyFingerprint();

  @Describe("READY, BUSY, COOLING, OPEN, HALF_OPEN, DRAINING or DISABLED")
  String getState();

  @Describe("Why the endpoint is in its State; empty where there is nothing to say")
  String getStateReason();

  @Describe("Whether the endpoint takes calls now")
  boolean isAvailable();

  @Describe(
      "Share of the calls inside the tier, at most 1000000; 0 = drained. Lasts until the"
          + " configuration states another")
  double getWeight();

  void setWeight(double weight);

  @Describe("Higher tiers are used only when no lower one can take a request")
  int getTier();

  @Unit("requests")
  @Describe("Calls under way on the endpoint")
  int getInFlight();

  @Unit("requests")
  @Describe("Requests sent to the endpoint, each try counted")
  long getRequestsTotal();

  @Unit("requests")
  @Describe("Requests answered in translation: the caller spoke another dialect than the endpoint")
  long getTranslatedTotal();

  @Unit("requests")
  @Describe("Requests that failed; RateLimitedTotal counts the rate limits")
  long getFailuresTotal();

  @Unit("requests")
  @Describe("Requests that met a rate limit, such as a 429")
  long getRateLimitedTotal();

  @Unit("requests")
  @Describe("Requests that failed because they took too long; FailuresTotal counts them too")
  long getTimeoutsTotal();

  @Unit("%")
  @Describe("FailuresTotal as a share of RequestsTotal, since start or reset")
  double getErrorPercent();

  @Unit("requests")
  @Describe("Failed requests in a row; 0 once the breaker is open")
  int getConsecutiveFailures();

  @Unit("requests/min")
  @Describe("Requests counted against the limit of requests a minute")
  long getRequestsPerMinuteUsed();

  @Unit("requests/min")
  @Describe("The limit of requests a minute; -1 = none")
  long getRequestsPerMinuteLimit();

  @Unit("tokens/min")
  @Describe("Tokens counted against the limit of tokens a minute")
  long getTokensPerMinuteUsed();

  @Unit("tokens/min")
  @Describe("The limit of tokens a minute; -1 = none")
  long getTokensPerMinuteLimit();

  @Unit("requests/day")
  @Describe("Requests counted against the limit of requests a day")
  long getRequestsPerDayUsed();

  @Unit("requests/day")
  @Describe("The limit of requests a day; -1 = none")
  long getRequestsPerDayLimit();

  @Unit("%")
  @Describe("The free share of the tightest limit, whether or not the endpoint takes calls")
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
  @Describe("Input tokens that the endpoint reported")
  long getInputTokensTotal();

  @Unit("tokens")
  @Describe("Output tokens that the endpoint reported")
  long getOutputTokensTotal();

  @Unit("%")
  @Describe("How far estimates of prompts' tokens are off, on average; -1 while unknown")
  double getInputEstimateErrorPercent();

  @Describe("What the answers cost by configured prices, else list prices, in their currency")
  double getCostTotal();

  @Describe("When COOLING, OPEN or DISABLED for a time ends; empty if none of them does")
  @Nullable Date getCooldownUntil();

  @Describe("The last error held against the endpoint; empty if none")
  String getLastError();

  @Describe("When LastError was; empty if there was none")
  @Nullable Date getLastErrorAt();

  @Describe("Errors by class, such as timeout or rate_limit")
  Map<String, Long> getErrorsByKind();

  @Describe(value = "Lets the endpoint finish what it has and gives it nothing new", action = true)
  String drain();

  @Describe(value = "Ends drain, disable and every pause", action = true)
  String resume();

  @Describe(value = "Takes the endpoint out of use", action = true)
  String disable(
      @Describe(name = "reason", value = "Shown as StateReason; may be left as it is")
          @Nullable String reason,
      @Describe(name = "minutes", value = "For how long; 0 = until it is resumed") int minutes);

  @Describe(value = "Lets the endpoint rest", action = true)
  String coolDown(@Describe(name = "seconds", value = "For how long") int seconds);

  @Describe(value = "Closes the breaker, whatever happened", action = true)
  String resetBreaker();
}
