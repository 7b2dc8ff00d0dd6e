package io.ailb.flow;

import io.ailb.model.HttpFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The application's own keys in one request, which no text of ours may show. It does not print. */
final class OwnKeys {
  /** Shorter ones are words such as {@code none}, which stand in texts by themselves. */
  private static final int SHORTEST = 8;

  private static final String PARAMETER = "key=";

  private final List<String> keys = new ArrayList<>(1);

  OwnKeys(HttpFields headers, @Nullable String query) {
    headers.forEach(
        (name, value) -> {
          if (HttpFields.isCredential(name)) {
            know(value.substring(value.lastIndexOf(' ') + 1));
          }
        });
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        if (parameter.startsWith(PARAMETER)) {
          know(parameter.substring(PARAMETER.length()));
        }
      }
    }
  }

  private void know(String key) {
    if (key.length() >= SHORTEST) {
      keys.add(key);
    }
  }

  String redact(String text) {
    String clean = text;
    for (String key : keys) {
      clean = clean.replace(key, "***");
    }
    return clean;
  }

  @Override
  public String toString() {
    return keys.size() + " keys";
  }
}
