package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent.TokenLogprob;
import io.ailb.translate.neutral.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Chances of tokens. */
final class TokenLogprobs {
  private static final String TOP = "top_logprobs";

  private TokenLogprobs() {}

  static List<TokenLogprob> read(JsonNode tokens) {
    List<TokenLogprob> read = new ArrayList<>();
    for (JsonNode token : tokens) {
      read.add(
          new TokenLogprob(
              token.path("token").asText(""),
              token.path("logprob").asDouble(),
              read(token.path(TOP))));
    }
    return read;
  }

  static ArrayNode write(List<TokenLogprob> tokens) {
    ArrayNode written = Json.array();
    for (TokenLogprob token : tokens) {
      written.add(one(token));
    }
    return written;
  }

  private static ObjectNode one(TokenLogprob token) {
    ObjectNode written = alone(token);
    ArrayNode top = written.putArray(TOP);
    token.top().forEach(other -> top.add(alone(other)));
    return written;
  }

  private static ObjectNode alone(TokenLogprob token) {
    ObjectNode written = Json.object();
    written.put("token", token.token());
    written.put("logprob", token.logprob());
    ArrayNode bytes = written.putArray("bytes");
    for (byte b : token.token().getBytes(StandardCharsets.UTF_8)) {
      bytes.add(Byte.toUnsignedInt(b));
    }
    return written;
  }
}
