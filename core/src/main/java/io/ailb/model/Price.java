package io.ailb.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost.
 *
 * @param input per million input tokens; null = not known
 * @param output per million output tokens; null = not known
 * @param cachedInput per million input tokens read from a cache; null = as {@code input}
 * @param perRequest for each answered request
 * @param currency ISO 4217 code, for display; amounts of different currencies are never added
 */
public record Price(
    @Nullable Double input,
    @Nullable Double output,
    @Nullable Double cachedInput,
    double perRequest,
    String currency) {
  /** Nothing is known: costs nothing. */
  public static final Price UNKNOWN = new Price(null, null, null, 0, "USD");

  private static final double MILLION = 1_000_000;

  /** Whether anything is known, be it that it is free of charge. */
  public boolean isKnown() {
    return input != null || output != null || cachedInput != null || perRequest > 0;
  }

  // Written out: a record's own are put together when they first run, 10 ms of a first request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Price price
        && Objects.equals(input, price.input)
        && Objects.equals(output, price.output)
        && Objects.equals(cachedInput, price.cachedInput)
        && Double.compare(perRequest, price.perRequest) == 0
        && currency.equals(price.currency);
  }

  @Override
  public int hashCode() {
    return Objects.hash(input, output, cachedInput, perRequest, currency);
  }

  /** The cost of an answer, in {@link #currency}; parts that are not known count nothing. */
  public double of(Usage usage) {
    double inputPrice = input == null ? 0 : input;
    double cachedPrice = cachedInput == null ? inputPrice : cachedInput;
    double outputPrice = output == null ? 0 : output;
    long cached = Math.min(usage.cachedInputOrZero(), usage.inputOrZero());
    return perRequest
        + ((usage.inputOrZero() - cached) * inputPrice
                + cached * cachedPrice
                + usage.outputOrZero() * outputPrice)
            / MILLION;
  }
}
