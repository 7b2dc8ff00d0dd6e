package io.ailb.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters of a URL's query, as written there. */
public final class Query {
  /** Google's, then Azure's gateway's, then those of look-alikes. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "key", "access_token", "oauth_token", "subscription-key", "api-key", "api_key", "apikey");

  private Query() {}

  /** Names with values, in order. */
  public static List<String> parameters(@Nullable String query) {
    List<String> parameters = new ArrayList<>();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        if (!parameter.isEmpty()) {
          parameters.add(parameter);
        }
      }
    }
    return parameters;
  }

  /** A parameter's name as its server reads it: {@code k%65y=1} is a key, too. */
  public static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return decoded(equals < 0 ? parameter : parameter.substring(0, equals));
  }

  /** A parameter's value as its server reads it; empty if it has none. */
  public static String value(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? "" : decoded(parameter.substring(equals + 1));
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // nobody can read it otherwise
    }
  }

  /** Whether a parameter of this name can hold a credential. */
  public static boolean isCredential(String name) {
    return CREDENTIALS.contains(name.toLowerCase(Locale.ROOT));
  }
}
