package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent.TokenLogprob;
import io.ailb.translate.neutral.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code logprobs}: the chances of tokens. */
final class Chances {
  private Chances() {}

  static List<TokenLogprob> read(JsonNode logprobs) {
    List<TokenLogprob> tokens = new ArrayList<>();
    for (JsonNode token : logprobs) {
      List<TokenLogprob> top = new ArrayList<>();
      for (JsonNode other : token.path("top_logprobs")) {
        top.add(one(other, List.of()));
      }
      tokens.add(one(token, top));
    }
    return tokens;
  }

  private static TokenLogprob one(JsonNode token, List<TokenLogprob> top) {
    return new TokenLogprob(token.path("token").asText(), token.path("logprob").asDouble(), top);
  }

  static ArrayNode write(List<TokenLogprob> tokens) {
    ArrayNode logprobs = Json.array();
    for (TokenLogprob token : tokens) {
      ObjectNode written = one(token);
      ArrayNode top = written.putArray("top_logprobs");
      token.top().forEach(other -> top.add(one(other)));
      logprobs.add(written);
    }
    return logprobs;
  }

  private static ObjectNode one(TokenLogprob token) {
    ObjectNode written = Json.object();
    written.put("token", token.token()).put("logprob", token.logprob());
    ArrayNode bytes = written.putArray("bytes");
    for (byte b : token.token().getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
    return written;
  }
}
