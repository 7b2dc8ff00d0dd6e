package io.ailb.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ailb.model.HttpFields;
import java.math.BigDecimal;

/** A provider's answers as OpenAI writes them. */
final class Http {
  private Http() {}

  static int status(Reply reply) {
    return switch (reply.kind()) {
      case OK -> 200;
      case ERROR -> 500;
      case LIMITED, DAY_LIMITED, TOO_LARGE, QUOTA -> 429;
      case DOWN, CANCELLED -> throw new IllegalArgumentException("no answer: " + reply.kind());
    };
  }

  static HttpFields headers(Reply reply) {
    HttpFields.Builder headers = HttpFields.builder().add("content-type", "application/json");
    for (Reply.Reading reading : reply.limits()) {
      headers.add("x-ratelimit-limit-" + reading.unit(), Long.toString(reading.limit()));
      headers.add("x-ratelimit-remaining-" + reading.unit(), Long.toString(reading.remaining()));
      headers.add("x-ratelimit-reset-" + reading.unit(), seconds(reading.reset()));
    }
    if (reply.retryAfter() > 0) {
      headers.add("retry-after", Integer.toString(reply.retryAfter()));
    }
    return headers.build();
  }

  private static String seconds(double seconds) {
    long millis = (long) Math.ceil(Math.min(seconds, 86_400) * 1000);
    return BigDecimal.valueOf(millis, 3).toPlainString() + "s";
  }

  static byte[] body(Reply reply, Job job) {
    String text =
        switch (reply.kind()) {
          case OK -> answer(job);
          case ERROR -> error("The server had an error", "server_error", "null");
          case LIMITED -> error("Rate limit reached", "requests", "\"rate_limit_exceeded\"");
          case DAY_LIMITED ->
              error(
                  "Rate limit reached on requests per day (RPD)",
                  "requests",
                  "\"rate_limit_exceeded\"");
          case TOO_LARGE ->
              error(
                  "Request too large for a-model on tokens per min (TPM): " + reply.detail(),
                  "tokens",
                  "\"rate_limit_exceeded\"");
          case QUOTA ->
              error(
                  "You exceeded your current quota",
                  "insufficient_quota",
                  "\"insufficient_quota\"");
          case DOWN, CANCELLED -> throw new IllegalArgumentException("no answer: " + reply.kind());
        };
    return text.getBytes(UTF_8);
  }

  private static String answer(Job job) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"a-model\","
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Yes.\"},"
        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
        + job.input
        + ",\"completion_tokens\":"
        + job.output
        + ",\"total_tokens\":"
        + (job.input + job.output)
        + "}}";
  }

  private static String error(String message, String type, String code) {
    return "{\"error\":{\"message\":\""
        + message
        + "\",\"type\":\""
        + type
        + "\",\"param\":null,\"code\":"
        + code
        + "}}";
  }
}
