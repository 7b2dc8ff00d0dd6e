package io.ailb.agent.reactornetty;

import io.ailb.model.HttpFields;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;

/** Between Netty's messages and ours. */
final class Wire {
  private Wire() {}

  static HttpFields fields(HttpHeaders headers) {
    HttpFields.Builder fields = HttpFields.builder();
    for (Map.Entry<String, String> field : headers) {
      if (!field.getKey().startsWith("x-http2-")) { // Netty's own, of streams
        fields.add(field.getKey(), field.getValue());
      }
    }
    return fields.build();
  }

  static HttpResponse response(int status, HttpFields fields) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    fields.forEach(response.headers()::add);
    response.headers().remove(HttpHeaderNames.CONNECTION); // which was another one
    return response;
  }
}
