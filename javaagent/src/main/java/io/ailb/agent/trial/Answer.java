package io.ailb.agent.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;

/** What a simulated provider says, in the dialect that it was asked in. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record Answer(int status, HttpFields headers, byte[] body) {
  private static final HttpFields JSON = HttpFields.of("content-type", "application/json");

  static Answer good(Dialect dialect, Account.Size size) {
    int input = size.input();
    int output = size.output();
    String text =
        switch (dialect) {
          case OPENAI_CHAT ->
              "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                  + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Yes.\"},"
                  + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
                  + input
                  + ",\"completion_tokens\":"
                  + output
                  + ",\"total_tokens\":"
                  + size.both()
                  + "}}";
          case ANTHROPIC ->
              "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                  + "\"content\":[{\"type\":\"text\",\"text\":\"Yes.\"}],\"stop_reason\":\"end_turn\","
                  + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                  + input
                  + ",\"output_tokens\":"
                  + output
                  + "}}";
          case GEMINI ->
              "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Yes.\"}]},"
                  + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":"
                  + input
                  + ",\"candidatesTokenCount\":"
                  + output
                  + ",\"totalTokenCount\":"
                  + size.both()
                  + "},\"modelVersion\":\"m\",\"responseId\":\"r\"}";
          case OPENAI_RESPONSES -> throw new IllegalArgumentException("nobody asks in " + dialect);
        };
    return new Answer(200, JSON, text.getBytes(UTF_8));
  }

  /** To a request for an embedding, which all that have any say alike. */
  static Answer vector(Account.Size size) {
    String text =
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1]}],"
            + "\"model\":\"m\",\"usage\":{\"prompt_tokens\":"
            + size.input()
            + ",\"total_tokens\":"
            + size.input()
            + "}}";
    return new Answer(200, JSON, text.getBytes(UTF_8));
  }

  /** A refusal for a limit. */
  static Answer limited(Dialect dialect, double seconds) {
    String text =
        switch (dialect) {
          case ANTHROPIC ->
              "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow down\"}}";
          case GEMINI ->
              "{\"error\":{\"code\":429,\"message\":\"Slow down\",\"status\":\"RESOURCE_EXHAUSTED\"}}";
          default ->
              "{\"error\":{\"message\":\"Slow down\",\"type\":\"requests\",\"param\":null,"
                  + "\"code\":\"rate_limit_exceeded\"}}";
        };
    String after = Long.toString((long) Math.ceil(seconds));
    return new Answer(
        429, JSON.toBuilder().add("retry-after", after).build(), text.getBytes(UTF_8));
  }
}
