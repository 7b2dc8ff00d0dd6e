package io.ailb.simulator.limit;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What one key may do at one endpoint. A limit that is null is not enforced.
 *
 * @param rpm requests a minute
 * @param tpm tokens a minute, input and output together
 * @param inputTpm input tokens a minute, as Anthropic counts
 * @param outputTpm output tokens a minute, as Anthropic counts
 * @param rpd requests a day; days begin when the endpoint starts
 * @param enforcement how the limits a minute come back
 * @param burstSeconds size of a bucket, in seconds of its limit: 60 lets a whole minute's worth go
 *     at once, 1 makes the provider strict; buckets only
 * @param phaseSeconds where in the minute the windows begin, counted from the endpoint's start;
 *     windows only
 * @param headers whether answers carry the provider's rate-limit headers
 * @param retryAfter whether a refusal says when to come back
 * @param rejectedCounts whether a refused request still takes one request, as at OpenAI
 * @param charge what a request takes from the token limits
 */
@JsonDeserialize(builder = Limits.Builder.class)
public record Limits(
    @Nullable Integer rpm,
    @Nullable Integer tpm,
    @Nullable Integer inputTpm,
    @Nullable Integer outputTpm,
    @Nullable Integer rpd,
    Enforcement enforcement,
    int burstSeconds,
    int phaseSeconds,
    boolean headers,
    boolean retryAfter,
    boolean rejectedCounts,
    Charge charge) {

  /** How a limit comes back. */
  public enum Enforcement {
    /** Continuously, a little with every moment. */
    BUCKET,
    /** All at once, when the next minute begins. */
    WINDOW
  }

  /** What a request takes from the token limits. */
  public enum Charge {
    /** Its input and all the output it might ask for: {@code max_tokens}. */
    MAX_TOKENS,
    /** Its input and the output it really gets. */
    ACTUAL
  }

  /** Refuses limits below one and buckets of no size. */
  public Limits {
    atLeastOne("rpm", rpm);
    atLeastOne("tpm", tpm);
    atLeastOne("inputTpm", inputTpm);
    atLeastOne("outputTpm", outputTpm);
    atLeastOne("rpd", rpd);
    atLeastOne("burstSeconds", burstSeconds);
  }

  private static void atLeastOne(String name, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(
          name + " must be 1 or more, was " + value + "; leave it out for no limit");
    }
  }

  /** Starts with no limit at all, buckets of a minute, headers and Retry-After. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects limits; every setting has the name it has in JSON. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private @Nullable Integer rpm;
    private @Nullable Integer tpm;
    private @Nullable Integer inputTpm;
    private @Nullable Integer outputTpm;
    private @Nullable Integer rpd;
    private Enforcement enforcement = Enforcement.BUCKET;
    private int burstSeconds = 60;
    private int phaseSeconds;
    private boolean headers = true;
    private boolean retryAfter = true;
    private boolean rejectedCounts;
    private Charge charge = Charge.MAX_TOKENS;

    private Builder() {}

    public Builder rpm(@Nullable Integer rpm) {
      this.rpm = rpm;
      return this;
    }

    public Builder tpm(@Nullable Integer tpm) {
      this.tpm = tpm;
      return this;
    }

    public Builder inputTpm(@Nullable Integer inputTpm) {
      this.inputTpm = inputTpm;
      return this;
    }

    public Builder outputTpm(@Nullable Integer outputTpm) {
      this.outputTpm = outputTpm;
      return this;
    }

    public Builder rpd(@Nullable Integer rpd) {
      this.rpd = rpd;
      return this;
    }

    public Builder enforcement(Enforcement enforcement) {
      this.enforcement = enforcement;
      return this;
    }

    public Builder burstSeconds(int burstSeconds) {
      this.burstSeconds = burstSeconds;
      return this;
    }

    public Builder phaseSeconds(int phaseSeconds) {
      this.phaseSeconds = phaseSeconds;
      return this;
    }

    public Builder headers(boolean headers) {
      this.headers = headers;
      return this;
    }

    public Builder retryAfter(boolean retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    public Builder rejectedCounts(boolean rejectedCounts) {
      this.rejectedCounts = rejectedCounts;
      return this;
    }

    public Builder charge(Charge charge) {
      this.charge = charge;
      return this;
    }

    public Limits build() {
      return new Limits(
          rpm,
          tpm,
          inputTpm,
          outputTpm,
          rpd,
          enforcement,
          burstSeconds,
          phaseSeconds,
          headers,
          retryAfter,
          rejectedCounts,
          charge);
    }
  }
}
