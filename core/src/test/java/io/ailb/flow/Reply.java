package io.ailb.flow;

import io.ailb.model.HttpFields;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a provider does with one attempt, event by event, each some time after the one before. */
final class Reply {
  record Event(
      Kind kind,
      Duration after,
      int status,
      HttpFields headers,
      ByteBuffer bytes,
      IOException why) {}

  enum Kind {
    HEAD,
    BODY,
    END,
    BREAK,
    UNSENDABLE,
    UNUSABLE
  }

  final List<Event> events = new ArrayList<>();
  private Duration after = Duration.ZERO;

  /** What comes next comes so much later. */
  Reply after(Duration duration) {
    after = after.plus(duration);
    return this;
  }

  private Reply add(Kind kind, int status, HttpFields headers, ByteBuffer bytes, IOException why) {
    events.add(new Event(kind, after, status, headers, bytes, why));
    after = Duration.ZERO;
    return this;
  }

  Reply head(int status, String... headers) {
    return add(Kind.HEAD, status, HttpFields.of(headers), null, null);
  }

  Reply body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Reply body(byte[] bytes) {
    return add(Kind.BODY, 0, null, ByteBuffer.wrap(bytes), null);
  }

  Reply end() {
    return add(Kind.END, 0, null, null, null);
  }

  Reply breaks() {
    return breaks(new SocketException("Connection reset"));
  }

  Reply breaks(IOException why) {
    return add(Kind.BREAK, 0, null, null, why);
  }

  // Whole replies.

  /** The adapter fails to write the request. */
  static Reply unsendable() {
    return new Reply().add(Kind.UNSENDABLE, 0, null, null, null);
  }

  /** The application's client keeps the request from being good. */
  static Reply unusable() {
    return new Reply().add(Kind.UNUSABLE, 0, null, null, null);
  }

  static Reply json(String body) {
    return new Reply().head(200, "Content-Type", "application/json").body(body).end();
  }

  static Reply chat(String text) {
    return json(
        "{\"choices\":[{\"message\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}"
            .formatted(text));
  }

  static Reply error(int status, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "content-type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return new Reply()
        .head(status, all)
        .body(
            "{\"error\":{\"message\":\"says %d\",\"type\":null,\"code\":%s}}"
                .formatted(status, status == 404 ? "\"model_not_found\"" : "null"))
        .end();
  }

  static Reply silence() {
    return new Reply();
  }

  static Reply stream() {
    return new Reply().head(200, "Content-Type", "text/event-stream");
  }

  static String token(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":null}]}\n\n";
  }

  static final String FINISH =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  static final String DONE = "data: [DONE]\n\n";

  static Reply goodStream(String... tokens) {
    Reply reply = stream();
    for (String token : tokens) {
      reply.body(token(token));
    }
    return reply.body(FINISH).body(DONE).end();
  }
}
