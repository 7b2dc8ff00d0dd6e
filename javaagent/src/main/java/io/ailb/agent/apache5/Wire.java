package io.ailb.agent.apache5;

import io.ailb.model.HttpFields;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/** Between the client's headers and ours. */
public final class Wire {
  private Wire() {}

  /** All header fields of a message. */
  public static HttpFields fields(HttpMessage message) {
    HttpFields.Builder fields = HttpFields.builder();
    for (Header header : message.getHeaders()) {
      fields.add(header.getName(), header.getValue() == null ? "" : header.getValue());
    }
    return fields.build();
  }

  /** The same, with those that the client would take from the body. */
  public static HttpFields fields(HttpRequest request, @Nullable EntityDetails body) {
    HttpFields.Builder fields = fields((HttpMessage) request).toBuilder();
    if (body != null) {
      add(fields, request, HttpHeaders.CONTENT_TYPE, body.getContentType());
      add(fields, request, HttpHeaders.CONTENT_ENCODING, body.getContentEncoding());
    }
    return fields.build();
  }

  private static void add(
      HttpFields.Builder fields, HttpRequest request, String name, @Nullable String value) {
    if (value != null && !request.containsHeader(name)) {
      fields.add(name, value);
    }
  }

  /** For a message. */
  public static Header[] headers(HttpFields fields) {
    List<Header> headers = new ArrayList<>(fields.size());
    fields.forEach((name, value) -> headers.add(new BasicHeader(name, value)));
    return headers.toArray(Header[]::new);
  }

  /** Path and query, as in the request line; null if it is none that we know. */
  public static @Nullable String pathAndQuery(HttpRequest request) {
    String path = request.getPath();
    return path == null || !path.startsWith("/") ? null : path;
  }

  /** The length that a message says its body has; -1 = it says none. */
  public static long length(HttpFields fields) {
    String length = fields.first(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
