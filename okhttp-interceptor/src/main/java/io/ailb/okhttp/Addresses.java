package io.ailb.okhttp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * URLs of endpoints: they come again with each request, and take longer to parse than to choose.
 */
final class Addresses {
  /** Some name what is kept, each something else. */
  private static final int MOST = 256;

  private static final Map<String, HttpUrl> PARSED = new ConcurrentHashMap<>();

  private Addresses() {}

  static HttpUrl of(String url) {
    HttpUrl parsed = PARSED.get(url);
    if (parsed == null) {
      parsed = HttpUrl.get(url);
      if (PARSED.size() >= MOST) {
        PARSED.clear();
      }
      PARSED.put(url, parsed);
    }
    return parsed;
  }
}
