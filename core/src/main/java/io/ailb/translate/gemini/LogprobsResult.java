package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent.TokenLogprob;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code logprobsResult}: the tokens chosen, and beside them the likeliest of each step. */
final class LogprobsResult {
  private static final Field CHOSEN = Field.of("chosenCandidates");
  private static final Field TOP = Field.of("topCandidates");
  private static final Field CANDIDATES = Field.of("candidates");
  private static final Field TOKEN = Field.of("token");
  private static final Field LOGPROB = Field.of("logProbability");

  private LogprobsResult() {}

  static List<TokenLogprob> read(@Nullable JsonNode result) {
    if (result == null) {
      return List.of();
    }
    ArrayNode chosen = CHOSEN.list(result);
    ArrayNode tops = TOP.list(result);
    List<TokenLogprob> tokens = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      List<TokenLogprob> others = new ArrayList<>();
      for (JsonNode other : CANDIDATES.list(tops.path(i))) {
        others.add(token(other, List.of()));
      }
      tokens.add(token(chosen.get(i), others));
    }
    return tokens;
  }

  private static TokenLogprob token(JsonNode candidate, List<TokenLogprob> top) {
    String token = TOKEN.text(candidate);
    JsonNode logprob = LOGPROB.in(candidate);
    return new TokenLogprob(
        token == null ? "" : token, logprob == null ? 0 : logprob.asDouble(), top);
  }

  static ObjectNode write(List<TokenLogprob> tokens) {
    ObjectNode result = Json.object();
    ArrayNode tops = result.putArray("topCandidates");
    ArrayNode chosen = result.putArray("chosenCandidates");
    for (TokenLogprob token : tokens) {
      ArrayNode top = tops.addObject().putArray("candidates");
      token.top().forEach(other -> top.add(candidate(other)));
      chosen.add(candidate(token));
    }
    return result;
  }

  private static ObjectNode candidate(TokenLogprob token) {
    return Json.object().put("token", token.token()).put("logProbability", token.logprob());
  }
}
