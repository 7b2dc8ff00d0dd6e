package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Signatures that newer models want on their own calls. They check the current turn alone, and
 * there the first call of each step alone; for calls made elsewhere Google documents a value that
 * passes. On more calls than that it is refused.
 */
final class Signatures {
  /** In base64, as the field is one of bytes. */
  static final String BYPASS =
      Base64.getEncoder()
          .encodeToString("skip_thought_signature_validator".getBytes(StandardCharsets.UTF_8));

  private Signatures() {}

  static void complete(JsonNode contents) {
    for (int i = contents.size() - 1; i >= 0 && !beginsTurn(contents.get(i)); i--) {
      if (contents.get(i).path("role").asText().equals("model")) {
        completeStep(contents.get(i));
      }
    }
  }

  /**
   * Whether the user says something, and nothing of what functions came to: what is said beside
   * that may still be counted with the turn of the calls, and a value too many there harms nobody.
   */
  private static boolean beginsTurn(JsonNode content) {
    if (content.path("role").asText().equals("model")) {
      return false;
    }
    for (JsonNode part : content.path("parts")) {
      if (part.has("functionResponse")) {
        return false;
      }
    }
    return true;
  }

  private static void completeStep(JsonNode content) {
    for (JsonNode part : content.path("parts")) {
      if (part.has("functionCall")) {
        if (!part.has("thoughtSignature")) {
          ((ObjectNode) part).put("thoughtSignature", BYPASS);
        }
        return;
      }
    }
  }
}
