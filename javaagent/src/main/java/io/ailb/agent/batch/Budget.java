package io.ailb.agent.batch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a batch may cost. */
public record Budget(double amount, String currency) {
  private static final Pattern WORDS =
      Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]{3})\\s*");

  /**
   * Such as {@code 5USD} or {@code 0.50 eur}.
   *
   * @throws IllegalArgumentException if it is none; says what one is
   */
  public static Budget of(String text) {
    Matcher words = WORDS.matcher(text);
    if (!words.matches() || !(Double.parseDouble(words.group(1)) > 0)) {
      throw new IllegalArgumentException(
          "a budget is an amount above 0 with its currency, such as 5USD, got \"" + text + "\"");
    }
    return new Budget(Double.parseDouble(words.group(1)), words.group(2).toUpperCase(Locale.ROOT));
  }
}
