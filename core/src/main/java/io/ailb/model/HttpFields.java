package io.ailb.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final HttpFields NONE = new HttpFields(List.of());

  /** Name, value, name, value, … */
  private final List<String> pairs;

  private HttpFields(List<String> pairs) {
    this.pairs = pairs;
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
    return new HttpFields(List.of(namesAndValues));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with these fields. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.pairs.addAll(pairs);
    return builder;
  }

  public int size() {
    return pairs.size() / 2;
  }

  public String name(int index) {
    return pairs.get(2 * index);
  }

  public String value(int index) {
    return pairs.get(2 * index + 1);
  }

  /** The first value under this name, or null. */
  public @Nullable String first(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equalsIgnoreCase(name)) {
        return pairs.get(i + 1);
      }
    }
    return null;
  }

  public boolean has(String name) {
    return first(name) != null;
  }

  /** Calls {@code visitor} with each name and value, in order. */
  public void forEach(BiConsumer<String, String> visitor) {
    for (int i = 0; i < pairs.size(); i += 2) {
      visitor.accept(pairs.get(i), pairs.get(i + 1));
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
    private final ArrayList<String> pairs = new ArrayList<>(32);

    private Builder() {}

    public Builder add(String name, String value) {
      pairs.add(name);
      pairs.add(value);
      return this;
    }

    /** Replaces all fields of this name by one, at the end. */
    public Builder set(String name, String value) {
      return removeIf(name::equalsIgnoreCase).add(name, value);
    }

    public Builder remove(String name) {
      return removeIf(name::equalsIgnoreCase);
    }

    public Builder removeIf(Predicate<String> names) {
      int kept = 0;
      for (int i = 0; i < pairs.size(); i += 2) {
        if (!names.test(pairs.get(i))) {
          pairs.set(kept++, pairs.get(i));
          pairs.set(kept++, pairs.get(i + 1));
        }
      }
      pairs.subList(kept, pairs.size()).clear();
      return this;
    }

    public HttpFields build() {
      return new HttpFields(List.copyOf(pairs));
    }
  }
}
