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
 * @param bearer whether the Authorization header holds a bearer token: no provider takes another
 */
record Credentials(Map<String, String> byPlace, boolean bearer) {
  private static final List<String> HEADERS =
      List.of("authorization", "x-api-key", "api-key", "x-goog-api-key");
  private static final String BEARER = "Bearer ";

  static Credentials of(Request request) {
    Map<String, String> byPlace = new LinkedHashMap<>();
    String authorization = request.header("authorization");
    boolean bearer = authorization != null && isBearer(authorization);
    for (String header : HEADERS) {
      String value = request.header(header);
      if (value != null) {
        byPlace.put(header, isBearer(value) ? value.substring(BEARER.length()) : value);
      }
    }
    String inQuery = request.query().get("key");
    if (inQuery != null) {
      byPlace.put("?key", inQuery);
    }
    return new Credentials(byPlace, bearer);
  }

  private static boolean isBearer(String value) {
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  /** The key that a provider who looks in these places would take, or null. */
  @Nullable String at(List<String> places) {
    for (String place : places) {
      String key = byPlace.get(place);
      if (key != null && (bearer || !place.equals("authorization"))) {
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
