package io.ailb.simulator;

import io.ailb.simulator.dialect.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one request, from every place where any provider looks for one.
 *
 * @param byPlace header names in lower case, or {@code ?key} for the query
 */
record Credentials(Map<String, String> byPlace) {
  private static final List<String> HEADERS =
      List.of("authorization", "x-api-key", "api-key", "x-goog-api-key");
  private static final String BEARER = "Bearer ";

  static Credentials of(Request request) {
    Map<String, String> byPlace = new LinkedHashMap<>();
    for (String header : HEADERS) {
      String value = request.header(header);
      if (value != null) {
        byPlace.put(header, value.startsWith(BEARER) ? value.substring(BEARER.length()) : value);
      }
    }
    String inQuery = request.query().get("key");
    if (inQuery != null) {
      byPlace.put("?key", inQuery);
    }
    return new Credentials(byPlace);
  }

  /** The key that a provider who looks in these places would take, or null. */
  @Nullable String at(List<String> places) {
    for (String place : places) {
      String key = byPlace.get(place);
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  boolean moreThanOne() {
    return byPlace.size() > 1;
  }

  /** Printable whether or not anybody knows its keys. */
  @Override
  public String toString() {
    return "Credentials" + byPlace.keySet();
  }
}
