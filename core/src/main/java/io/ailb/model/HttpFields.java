package io.ailb.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, in order, repeated names kept. Names compare without regard to
 * case. Immutable.
 */
public final class HttpFields {
  /** Fields that can hold a credential: never printed, and taken off before ours go on. */
  private static final List<String> CREDENTIALS =
      List.of(
          "authorization",
          "x-api-key",
          "api-key",
          "x-goog-api-key",
          "ocp-apim-subscription-key",
          "proxy-authorization",
          "cookie");

  private static final HttpFields NONE = new HttpFields(new String[0], 0);

  /** Name, value, name, value, … and perhaps room that was not needed. */
  private final String[] pairs;

  private final int length;

  /**
   * A bit for each length that a name has, so that most of those that are not there are found out.
   */
  private final int lengths;

  private HttpFields(String[] pairs, int length) {
    this.pairs = pairs;
    this.length = length;
    int seen = 0;
    for (int i = 0; i < length; i += 2) {
      seen |= 1 << pairs[i].length();
    }
    this.lengths = seen;
  }

  public static HttpFields none() {
    return NONE;
  }

  /** From name, value, name, value, … */
  public static HttpFields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a name without a value: " + namesAndValues.length + " texts");
    }
    Builder builder = builder(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return builder(Builder.USUAL);
  }

  /** A builder with room for so many fields; it takes more. */
  public static Builder builder(int fields) {
    return new Builder(new String[2 * fields], 0);
  }

  /** A builder that begins with these fields. */
  public Builder toBuilder() {
    return new Builder(Arrays.copyOf(pairs, length + Builder.MORE), length);
  }

  public int size() {
    return length / 2;
  }

  public String name(int index) {
    return pairs[2 * index];
  }

  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** The first value under this name, or null. */
  public @Nullable String first(String name) {
    if ((lengths & 1 << name.length()) == 0) {
      return null;
    }
    for (int i = 0; i < length; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  public boolean has(String name) {
    return first(name) != null;
  }

  /** Calls {@code visitor} with each name and value, in order. */
  public void forEach(BiConsumer<String, String> visitor) {
    for (int i = 0; i < length; i += 2) {
      visitor.accept(pairs[i], pairs[i + 1]);
    }
  }

  /** Whether a field of this name can hold a credential. */
  public static boolean isCredential(String name) {
    return CREDENTIALS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Names and values, credentials masked. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    forEach(
        (name, value) -> {
          text.append(text.length() == 1 ? "" : ", ").append(name).append(": ");
          text.append(isCredential(name) ? "***" : value);
        });
    return text.append(']').toString();
  }

  /** Collects fields; for one thread. */
  public static final class Builder {
    /** Fields that most messages do not have more of. */
    private static final int USUAL = 16;

    /** Names and values that are mostly added to the fields of a message. */
    private static final int MORE = 8;

    private String[] pairs;
    private int length;

    private Builder(String[] pairs, int length) {
      this.pairs = pairs;
      this.length = length;
    }

    public Builder add(String name, String value) {
      if (length == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * length + MORE);
      }
      pairs[length++] = Objects.requireNonNull(name, "name");
      pairs[length++] = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Replaces all fields of this name by one, at the end. */
    public Builder set(String name, String value) {
      return remove(name).add(name, value);
    }

    public Builder remove(String name) {
      for (int i = 0; i < length; i += 2) { // mostly there is none
        if (pairs[i].equalsIgnoreCase(name)) {
          return removeIf(name::equalsIgnoreCase);
        }
      }
      return this;
    }

    public Builder removeIf(Predicate<String> names) {
      int kept = 0;
      for (int i = 0; i < length; i += 2) {
        if (!names.test(pairs[i])) {
          pairs[kept++] = pairs[i];
          pairs[kept++] = pairs[i + 1];
        }
      }
      Arrays.fill(pairs, kept, length, null);
      length = kept;
      return this;
    }

    /** All fields; the builder is of no use any more. */
    public HttpFields build() {
      return new HttpFields(pairs, length);
    }
  }
}
