package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.model.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Streams of texts in all dialects: as providers send them, and what applications find in them. */
final class Speech {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Speech() {}

  private static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  /** What a provider sends before the first text of the answer {@code id}. */
  static List<String> begins(Dialect dialect, String id) {
    return switch (dialect) {
      case OPENAI_CHAT -> List.of(chat(id, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
      case OPENAI_RESPONSES ->
          List.of(
              response(0, "response.created", id, "in_progress", "", "null"),
              event(
                  "response.output_item.added",
                  "\"sequence_number\":1,\"output_index\":0,\"item\":{\"id\":\"msg_%s\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}"
                      .formatted(id)),
              event(
                  "response.content_part.added",
                  "\"sequence_number\":2,\"item_id\":\"msg_%s\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}"
                      .formatted(id)));
      case ANTHROPIC ->
          List.of(
              event(
                  "message_start",
                  "\"message\":{\"id\":\"%s\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m-of-%s\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":14,\"output_tokens\":1}}"
                      .formatted(id, id)),
              event(
                  "content_block_start",
                  "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
      case GEMINI -> List.of();
    };
  }

  /** More of its text, the {@code number}th piece of it. */
  static String says(Dialect dialect, String id, int number, String text) {
    return switch (dialect) {
      case OPENAI_CHAT -> chat(id, "{\"content\":%s}".formatted(quoted(text)), "null");
      case OPENAI_RESPONSES ->
          event(
              "response.output_text.delta",
              "\"sequence_number\":%d,\"item_id\":\"msg_%s\",\"output_index\":0,\"content_index\":0,\"delta\":%s"
                  .formatted(3 + number, id, quoted(text)));
      case ANTHROPIC ->
          event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":%s}"
                  .formatted(quoted(text)));
      case GEMINI -> gemini(id, text, "");
    };
  }

  /** Its end: {@code tokens} were put out, of a prompt of 14. */
  static List<String> ends(Dialect dialect, String id, int number, String text, int tokens) {
    return switch (dialect) {
      case OPENAI_CHAT ->
          List.of(
              chat(id, "{}", "\"stop\""),
              "data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m-of-%s\",\"choices\":[],\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":%d,\"total_tokens\":%d}}\n\n"
                  .formatted(id, id, tokens, 14 + tokens),
              Reply.DONE);
      case OPENAI_RESPONSES -> {
        String message =
            "{\"id\":\"msg_%s\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":%s,\"annotations\":[]}]}"
                .formatted(id, quoted(text));
        yield List.of(
            event(
                "response.output_text.done",
                "\"sequence_number\":%d,\"item_id\":\"msg_%s\",\"output_index\":0,\"content_index\":0,\"text\":%s"
                    .formatted(3 + number, id, quoted(text))),
            event(
                "response.output_item.done",
                "\"sequence_number\":%d,\"output_index\":0,\"item\":%s"
                    .formatted(4 + number, message)),
            response(
                5 + number,
                "response.completed",
                id,
                "completed",
                message,
                "{\"input_tokens\":14,\"output_tokens\":%d,\"total_tokens\":%d}"
                    .formatted(tokens, 14 + tokens)));
      }
      case ANTHROPIC ->
          List.of(
              event("content_block_stop", "\"index\":0"),
              event(
                  "message_delta",
                  "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":%d}"
                      .formatted(tokens)),
              event("message_stop", "\"x\":0"));
      case GEMINI ->
          List.of(
              gemini(
                  id,
                  "",
                  ",\"usageMetadata\":{\"promptTokenCount\":14,\"candidatesTokenCount\":%d,\"totalTokenCount\":%d}"
                      .formatted(tokens, 14 + tokens)));
    };
  }

  private static String chat(String id, String delta, String finish) {
    return "data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m-of-%s\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
        .formatted(id, id, delta, finish);
  }

  private static String gemini(String id, String text, String end) {
    return "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":%s}],\"role\":\"model\"}%s,\"index\":0}],\"modelVersion\":\"m-of-%s\",\"responseId\":\"%s\"%s}\n\n"
        .formatted(quoted(text), end.isEmpty() ? "" : ",\"finishReason\":\"STOP\"", id, id, end);
  }

  private static String response(
      int number, String type, String id, String status, String output, String usage) {
    return event(
        type,
        "\"sequence_number\":%d,\"response\":{\"id\":\"%s\",\"object\":\"response\",\"created_at\":7,\"status\":\"%s\",\"model\":\"m-of-%s\",\"output\":[%s],\"usage\":%s}"
            .formatted(number, id, status, id, output, usage));
  }

  private static String event(String type, String more) {
    return "event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(type, type, more);
  }

  /** A stream that has said these texts so far, each an event of its own. */
  static Reply begun(Dialect dialect, String id, String... texts) {
    Reply reply = Reply.stream();
    begins(dialect, id).forEach(reply::body);
    for (int i = 0; i < texts.length; i++) {
      reply.body(says(dialect, id, i, texts[i]));
    }
    return reply;
  }

  /** A whole stream of these texts, which are so many tokens. */
  static Reply whole(Dialect dialect, String id, int tokens, String... texts) {
    Reply reply = begun(dialect, id, texts);
    ends(dialect, id, texts.length, String.join("", texts), tokens).forEach(reply::body);
    return reply.end();
  }

  /** What an application made of a stream. */
  record Found(
      String text, int starts, int ends, int errors, Set<String> ids, String model, long output) {}

  static Found found(Dialect dialect, String stream) {
    StringBuilder text = new StringBuilder();
    List<JsonNode> events = new ArrayList<>();
    int marks = 0;
    for (String block : stream.split("\n\n", -1)) {
      String data =
          Arrays.stream(block.split("\n", -1))
              .filter(line -> line.startsWith("data: "))
              .map(line -> line.substring(6))
              .collect(Collectors.joining());
      if (data.equals("[DONE]")) {
        marks++;
      } else if (!data.isEmpty()) {
        events.add(read(data));
      }
    }
    int starts = 0;
    int ends = 0;
    int errors = 0;
    long output = -1;
    String model = null;
    Set<String> ids = new java.util.LinkedHashSet<>();
    int number = 0;
    for (JsonNode event : events) {
      String type = event.path("type").asText();
      errors += event.has("error") || type.equals("response.failed") ? 1 : 0;
      switch (dialect) {
        case OPENAI_CHAT -> {
          JsonNode choice = event.path("choices").path(0);
          text.append(choice.path("delta").path("content").asText(""));
          starts += choice.path("delta").has("role") ? 1 : 0;
          ends += choice.path("finish_reason").isTextual() ? 1 : 0;
          output = event.path("usage").path("completion_tokens").asLong(output);
          model = event.path("model").asText(model);
          if (event.has("id")) {
            ids.add(event.path("id").asText());
          }
        }
        case OPENAI_RESPONSES -> {
          if (event.path("sequence_number").asInt(-1) != number++ && errors == 0) {
            throw new AssertionError("no. " + (number - 1) + " is " + event);
          }
          starts += type.equals("response.created") ? 1 : 0;
          text.append(event.path("delta").asText(""));
          if (event.has("item_id")) {
            ids.add(event.path("item_id").asText());
          }
          if (event.path("response").has("id")) {
            ids.add(event.path("response").path("id").asText());
            model = event.path("response").path("model").asText();
          }
          if (type.equals("response.completed")) {
            ends++;
            output = event.path("response").path("usage").path("output_tokens").asLong(-1);
            String whole =
                event
                    .path("response")
                    .path("output")
                    .path(0)
                    .path("content")
                    .path(0)
                    .path("text")
                    .asText();
            if (!whole.contentEquals(text)) {
              throw new AssertionError("completed as " + whole + ", told as " + text);
            }
          }
        }
        case ANTHROPIC -> {
          starts += type.equals("message_start") ? 1 : 0;
          ends += type.equals("message_stop") ? 1 : 0;
          text.append(event.path("delta").path("text").asText(""));
          if (event.has("index")) {
            ids.add("block " + event.path("index"));
          }
          output = event.path("usage").path("output_tokens").asLong(output);
          model = event.path("message").path("model").asText(model);
        }
        case GEMINI -> {
          JsonNode candidate = event.path("candidates").path(0);
          candidate
              .path("content")
              .path("parts")
              .forEach(p -> text.append(p.path("text").asText()));
          starts = 1;
          ends += candidate.has("finishReason") ? 1 : 0;
          output = event.path("usageMetadata").path("candidatesTokenCount").asLong(output);
          model = event.path("modelVersion").asText(model);
          if (event.has("responseId")) {
            ids.add(event.path("responseId").asText());
          }
        }
      }
    }
    if (dialect == Dialect.OPENAI_CHAT && ends != marks && errors == 0) {
      throw new AssertionError(ends + " ends, " + marks + " marks of it");
    }
    return new Found(
        text.toString(), starts, ends, errors, ids, Objects.requireNonNullElse(model, ""), output);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json.getBytes(UTF_8));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
