package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** What a caller speaks: how it asks, and what it takes for what in an answer. */
enum Tongue {
  CHAT("gpt-4o-mini") {
    @Override
    String path(boolean streamed) {
      return "/v1/chat/completions";
    }

    @Override
    void ask(ObjectNode body, String question, boolean streamed) {
      body.putArray("messages").addObject().put("role", "user").put("content", question);
      body.put("model", model());
      if (streamed) {
        body.put("stream", true).putObject("stream_options").put("include_usage", true);
      }
    }

    @Override
    void whole(JsonNode answer, Hearing hearing) {
      JsonNode choice = answer.path("choices").path(0);
      hearing.say(choice.path("message").path("content"));
      hearing.finish(choice.path("finish_reason"), "content_filter");
      hearing.error(answer.path("error"));
    }

    @Override
    void event(JsonNode event, Hearing hearing) {
      JsonNode choice = event.path("choices").path(0);
      hearing.say(choice.path("delta").path("content"));
      hearing.finish(choice.path("finish_reason"), "content_filter");
      hearing.error(event.path("error"));
    }
  },

  RESPONSES("gpt-4o-mini") {
    @Override
    String path(boolean streamed) {
      return "/v1/responses";
    }

    @Override
    void ask(ObjectNode body, String question, boolean streamed) {
      body.put("model", model()).put("input", question);
      if (streamed) {
        body.put("stream", true);
      }
    }

    @Override
    void whole(JsonNode answer, Hearing hearing) {
      for (JsonNode item : answer.path("output")) {
        hearing.say(item.path("content").path(0).path("text"));
      }
      hearing.error(answer.path("error"));
      ended(answer, hearing);
    }

    private void ended(JsonNode answer, Hearing hearing) {
      String status = answer.path("status").asText();
      if (status.equals("failed")) {
        hearing.error(answer.path("error"));
      } else if (!status.equals("in_progress")) {
        hearing.finish(answer.path("status"), "");
      }
      hearing.decline(
          answer.path("incomplete_details").path("reason").asText().equals("content_filter"));
    }

    @Override
    void event(JsonNode event, Hearing hearing) {
      switch (event.path("type").asText()) {
        case "response.output_text.delta" -> hearing.say(event.path("delta"));
        case "response.completed", "response.incomplete" -> {
          ended(event.path("response"), hearing);
          hearing.terminate();
        }
        case "response.failed" -> hearing.error(event.path("response").path("error"));
        case "error" -> hearing.error(event.has("message") ? event : event.path("error"));
        default -> {}
      }
    }
  },

  MESSAGES("claude-haiku-4-5") {
    @Override
    String path(boolean streamed) {
      return "/v1/messages";
    }

    @Override
    void ask(ObjectNode body, String question, boolean streamed) {
      body.put("model", model()).put("max_tokens", 1_000);
      body.putArray("messages").addObject().put("role", "user").put("content", question);
      if (streamed) {
        body.put("stream", true);
      }
    }

    @Override
    Request.Builder sign(Request.Builder request) {
      return request.header("x-api-key", OWN_KEY).header("anthropic-version", "2023-06-01");
    }

    @Override
    void whole(JsonNode answer, Hearing hearing) {
      for (JsonNode block : answer.path("content")) {
        hearing.say(block.path("text"));
      }
      hearing.finish(answer.path("stop_reason"), "refusal");
      hearing.error(answer.path("error"));
    }

    @Override
    void event(JsonNode event, Hearing hearing) {
      switch (event.path("type").asText()) {
        case "content_block_delta" -> hearing.say(event.path("delta").path("text"));
        case "message_delta" -> hearing.finish(event.path("delta").path("stop_reason"), "refusal");
        case "message_stop" -> hearing.terminate();
        case "error" -> hearing.error(event.path("error"));
        default -> {}
      }
    }
  },

  GEMINI("gemini-2.5-flash") {
    @Override
    String path(boolean streamed) {
      return "/v1beta/models/"
          + model()
          + (streamed ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    void ask(ObjectNode body, String question, boolean streamed) {
      ObjectNode content = body.putArray("contents").addObject().put("role", "user");
      content.putArray("parts").addObject().put("text", question);
    }

    @Override
    Request.Builder sign(Request.Builder request) {
      return request.header("x-goog-api-key", OWN_KEY);
    }

    @Override
    void whole(JsonNode answer, Hearing hearing) {
      event(answer, hearing);
    }

    @Override
    void event(JsonNode event, Hearing hearing) {
      JsonNode candidate = event.path("candidates").path(0);
      for (JsonNode part : candidate.path("content").path("parts")) {
        hearing.say(part.path("text"));
      }
      hearing.finish(candidate.path("finishReason"), "SAFETY");
      JsonNode blocked = event.path("promptFeedback").path("blockReason");
      hearing.finish(blocked, blocked.asText()); // for whatever reason, that is no answer
      if (candidate.has("finishReason") || !blocked.isMissingNode()) {
        hearing.terminate();
      }
      hearing.error(event.path("error"));
    }
  };

  /** No provider of a pool may see it. */
  static final String OWN_KEY = "the-applications-own-key";

  static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json");

  private final String model;

  Tongue(String model) {
    this.model = model;
  }

  String model() {
    return model;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A request to a host that only a pool knows. */
  Request request(String origin, String question, boolean streamed) {
    ObjectNode body = JSON.createObjectNode();
    ask(body, question, streamed);
    Request.Builder request =
        new Request.Builder()
            .url(origin + path(streamed))
            .post(RequestBody.create(body.toString(), TYPE));
    return sign(request).build();
  }

  Request.Builder sign(Request.Builder request) {
    return request.header("Authorization", "Bearer " + OWN_KEY);
  }

  abstract String path(boolean streamed);

  abstract void ask(ObjectNode body, String question, boolean streamed);

  /** Takes in an answer in one piece. */
  abstract void whole(JsonNode answer, Hearing hearing);

  /** Takes in one event of a stream. */
  abstract void event(JsonNode event, Hearing hearing);
}
