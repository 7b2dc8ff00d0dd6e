package io.ailb.jdkhttp;

import io.ailb.model.HttpFields;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Between the JDK's headers and ours. */
final class Wire {
  private Wire() {}

  static HttpFields fields(HttpHeaders headers) {
    HttpFields.Builder fields = HttpFields.builder();
    for (Map.Entry<String, List<String>> entry : headers.map().entrySet()) {
      if (!entry.getKey().startsWith(":")) { // HTTP/2's own
        entry.getValue().forEach(value -> fields.add(entry.getKey(), value));
      }
    }
    return fields.build();
  }

  static HttpHeaders headers(HttpFields fields) {
    Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach((name, value) -> map.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value));
    return HttpHeaders.of(map, (name, value) -> true);
  }
}
