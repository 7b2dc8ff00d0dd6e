package io.ailb.benchmarks.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The question of bare HTTP clients, and what they make of answers in one piece. */
final class Chat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Chat() {}

  static String url(String baseUrl) {
    return baseUrl + "/chat/completions";
  }

  static String authorization() {
    return "Bearer " + Caller.OWN_KEY;
  }

  /** The body of a request. */
  static String question(Mode mode, int number) {
    String stream =
        mode == Mode.STREAMED ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "";
    return "{\"model\":\"%s\",\"user\":\"%s%d\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(Caller.MODEL, Try.MARK, number, Caller.QUESTION, stream);
  }

  /** An answer that is here to its end. */
  static Experience answered(int status, String text) {
    try {
      JsonNode said = JSON.readTree(text);
      return status >= 400 ? refused(status, said) : whole(said);
    } catch (JsonProcessingException e) {
      return Experience.garbled("not JSON");
    }
  }

  private static Experience refused(int status, JsonNode said) {
    String message = said.path("error").path("message").asText();
    return message.isEmpty()
        ? Experience.garbled("an error that is none: " + said)
        : Experience.error(status, message);
  }

  private static Experience whole(JsonNode said) {
    StreamReader reader = new StreamReader();
    reader.answer(said, said.path("choices").path(0).path("message"));
    return reader.experience(true);
  }
}
