package io.ailb.agent.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ailb.client.BatchResult;
import io.ailb.client.ChatException;
import io.ailb.client.ChatResult;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Results as lines of OpenAI's Batch API. */
final class Answered {
  /** Of this run: a line's number makes it unique. */
  private final String run =
      "batch_req_" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());

  /** The line of the output. */
  byte[] line(BatchResult<Item> result) {
    Item item = result.item();
    ChatResult good = result.result();
    ChatException bad = result.failure();
    Problem problem = problem(result);
    return Json.line(
        json -> {
          json.writeStringField("id", run + "_" + item.line());
          json.writeStringField("custom_id", item.id());
          json.writeFieldName("response");
          if (good != null) {
            response(json, good.status(), good.requestId(), good.json());
          } else if (bad != null && bad.status() > 0 && item.problem() == null) {
            response(json, bad.status(), null, bad.json());
          } else {
            json.writeNull();
          }
          json.writeFieldName("error");
          if (problem == null) {
            json.writeNull();
          } else {
            json.writeStartObject();
            json.writeStringField("code", problem.code());
            json.writeStringField("message", problem.message());
            json.writeEndObject();
          }
          json.writeObjectFieldStart("ai_lb");
          json.writeStringField(
              "endpoint", good != null ? good.endpoint() : bad == null ? null : bad.endpoint());
          json.writeStringField("model", good == null ? null : good.model());
          json.writeNumberField(
              "attempts", good != null ? good.attempts() : bad == null ? 0 : bad.attempts());
          json.writeNumberField("line", item.line());
          json.writeStringField("hash", Fingerprint.text(item.fingerprint()));
          json.writeEndObject();
        });
  }

  private static void response(
      JsonGenerator json, int status, @Nullable String requestId, String body) throws IOException {
    json.writeStartObject();
    json.writeNumberField("status_code", status);
    json.writeStringField("request_id", requestId);
    json.writeFieldName("body");
    if (Json.isValue(body)) {
      // Line ends stand between values only: in a text they are escaped.
      json.writeRawValue(body.replace('\n', ' ').replace('\r', ' ').strip());
    } else {
      json.writeString(body);
    }
    json.writeEndObject();
  }

  /** Why it failed; null = it did not. */
  static @Nullable Problem problem(BatchResult<Item> result) {
    Problem own = result.item().problem();
    ChatException failure = result.failure();
    if (own != null || failure == null) {
      return own;
    }
    String code =
        switch (failure.fault()) {
          case REQUEST -> "bad_request";
          case POOL -> "pool_failed";
          case KEYS -> "keys_refused";
          case LEFT -> "cancelled";
        };
    return new Problem(code, String.valueOf(failure.getMessage()));
  }
}
