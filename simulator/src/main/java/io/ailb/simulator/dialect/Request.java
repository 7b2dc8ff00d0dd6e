package io.ailb.simulator.dialect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as it came.
 *
 * @param path decoded, without the query
 * @param query decoded; of a repeated name the last value
 * @param headers names in lower case; the values of a repeated name joined by commas
 */
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  boolean isPost() {
    return method.equals("POST");
  }

  boolean isGet() {
    return method.equals("GET");
  }
}
