package io.ailb.simulator.limit;

/** What a quota counts. */
public enum QuotaKind {
  REQUESTS,
  TOKENS,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  REQUESTS_PER_DAY;

  long amountOf(long inputTokens, long outputTokens) {
    return switch (this) {
      case REQUESTS, REQUESTS_PER_DAY -> 1;
      case TOKENS -> inputTokens + outputTokens;
      case INPUT_TOKENS -> inputTokens;
      case OUTPUT_TOKENS -> outputTokens;
    };
  }

  /** True for the quotas that count calls, whatever their size. */
  public boolean countsRequests() {
    return this == REQUESTS || this == REQUESTS_PER_DAY;
  }
}
