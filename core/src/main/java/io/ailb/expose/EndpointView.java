package io.ailb.expose;

import io.ailb.model.EndpointState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an endpoint stands now. Every method is cheap and never throws. */
public interface EndpointView {
  String name();

  String provider();

  /** With the port where it is not the usual one. */
  String host();

  /** Empty where it has no key. */
  String keyFingerprint();

  EndpointState state();

  /** Whether it takes calls now. */
  boolean available();

  /** Empty where there is nothing to say. */
  String stateReason();

  double weight();

  int tier();

  int inFlight();

  int consecutiveFailures();

  /** Units used of this kind of limit, such as {@code rpm}. */
  long used(String quota);

  /** The limit of this kind; -1 = none. */
  long limit(String quota);

  /** The free share of its tightest limit, 0 to 100, to one decimal. */
  double capacityPercent();

  /** From sending to the end, in milliseconds; -1 while unknown. */
  double latencyMillis(double percentile);

  /** From sending to the first content, in milliseconds; -1 while unknown. */
  double firstByteMillis(double percentile);

  /** How far estimates of prompts' tokens are off, on average, percent; -1 while unknown. */
  double inputEstimateErrorPercent();

  /** When its pause, its open breaker or a disabling for a time ends; null = nothing such. */
  @Nullable Instant cooldownUntil();
}
