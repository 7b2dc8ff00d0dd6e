package io.ailb.agent.reactornetty;

import io.ailb.model.HttpFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;

/**
 * The head of the application's request, as its client wrote it.
 *
 * @param fields all but the host's, unless the application has set that itself
 */
record Requested(String method, String pathAndQuery, HttpFields fields, long declaredLength) {
  private static final byte[] NOTHING = new byte[0];

  static Requested of(HttpRequest head, Target target) {
    HttpFields fields =
        Wire.fields(head.headers()).toBuilder()
            .remove(HttpHeaderNames.EXPECT.toString()) // that was answered by us
            .build();
    String host = fields.first(HttpHeaderNames.HOST.toString());
    if (target.authority().equalsIgnoreCase(host)) {
      fields = fields.toBuilder().remove(HttpHeaderNames.HOST.toString()).build();
    }
    return new Requested(
        head.method().name(), head.uri(), fields, HttpUtil.getContentLength(head, -1L));
  }

  boolean mayHaveBody() {
    return declaredLength > 0 || fields.has(HttpHeaderNames.TRANSFER_ENCODING.toString());
  }

  /** Without what belongs to one connection. */
  HttpFields ownFields() {
    return fields.toBuilder()
        .remove(HttpHeaderNames.HOST.toString())
        .remove(HttpHeaderNames.CONNECTION.toString())
        .remove(HttpHeaderNames.CONTENT_LENGTH.toString())
        .remove(HttpHeaderNames.TRANSFER_ENCODING.toString())
        .build();
  }

  /** The bytes of a part of a body, copied. */
  static byte[] bytes(Object message) {
    if (message instanceof ByteBuf bytes) {
      return ByteBufUtil.getBytes(bytes);
    }
    if (message instanceof ByteBufHolder holder) {
      return ByteBufUtil.getBytes(holder.content());
    }
    if (message instanceof FileRegion region) {
      return bytes(region);
    }
    return NOTHING;
  }

  private static byte[] bytes(FileRegion region) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      for (long at = 0; at < region.count(); ) {
        long read = region.transferTo(Channels.newChannel(bytes), at);
        if (read <= 0) {
          throw new IOException("a file is shorter than it was");
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
