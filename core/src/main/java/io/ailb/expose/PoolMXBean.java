package io.ailb.expose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool of endpoints. */
@Describe("A pool: endpoints that stand in for each other")
public interface PoolMXBean {
  @Describe("How an endpoint is chosen")
  String getStrategy();

  @Unit("endpoints")
  @Describe("Endpoints in the pool")
  int getEndpointsTotal();

  @Unit("endpoints")
  @Describe("Endpoints that take calls now")
  int getEndpointsAvailable();

  @Unit("requests")
  @Describe("Requests of the pool that ended, since start or reset")
  long getRequestsTotal();

  @Unit("requests")
  @Describe("Requests that ended in an error which is not the caller's")
  long getFailuresTotal();

  @Unit("attempts")
  @Describe("Tries beyond the first one of each request")
  long getFailoversTotal();

  @Unit("requests")
  @Describe("Requests for which no endpoint had a place")
  long getRejectedTotal();

  @Unit("requests")
  @Describe("Calls under way in the pool")
  int getInFlight();

  @Unit("requests")
  @Describe("Requests that wait for a place")
  int getQueued();

  @Unit("ms")
  @Describe("95 % of the requests that had to wait waited no longer; -1 while unknown")
  double getQueueWaitMillisP95();

  @Unit("us")
  @Describe(
      "99 % of the requests took ai-lb no longer to decide about; -1 while unknown. The first 500,"
          + " which warm the JVM up, are left out")
  double getDecisionMicrosP99();

  @Unit("tokens")
  @Describe("Input tokens that providers reported")
  long getInputTokensTotal();

  @Unit("tokens")
  @Describe("Output tokens that providers reported")
  long getOutputTokensTotal();

  @Describe("What answers cost by configured prices, else list prices; mixed if currencies are")
  double getCostTotal();

  @Unit("%")
  @Describe("The spent share of the budget of the day or the month, the higher; -1 without one")
  double getBudgetUsedPercent();

  @Unit("%")
  @Describe(
      "Requests that went on with a conversation where it was, and the provider's cache is warm, of"
          + " all that went on with one, since start; -1 while there was none")
  double getAffinityHitPercent();

  @Describe("One row for each endpoint")
  List<EndpointRow> getEndpoints();

  @Describe("The pool's figures, endpoint by endpoint")
  String report();

  @Describe("Which endpoint would take a call now, and what stands in the way of the others")
  String explain(
      @Describe(
              name = "model",
              value = "The model that is asked for; empty = a request that names none")
          @Nullable String model,
      @Describe(name = "estimatedTokens", value = "Input tokens of the call, 0 if unknown")
          int estimatedTokens);

  @Describe(
      "The last requests, which endpoints they tried and why, newest first. Why is written from the"
          + " first question on, until 10 minutes after the last")
  String recentDecisions(
      @Describe(name = "count", value = "How many, at most 200; 0 = 20") int count);

  @Describe(value = "Begins all counts of the pool anew", action = true)
  String resetStatistics();
}
