package io.ailb.benchmarks.speed;

import java.nio.charset.StandardCharsets;

/**
 * Requests of Chat Completions to be rewritten: conversations of short messages, as applications
 * send them, or one that holds an image.
 */
final class Prompts {
  /** What the application asks for, and what an endpoint knows it by. */
  static final String ASKED = "gpt-4o-mini";

  static final String SENT = "prod-gpt-4o-mini-eu";

  private static final String SENTENCE =
      "The \\\"tide\\\" rises twice a day; its range depends on the coast, the Moon and the"
          + " season.\\n";

  private static final String MODEL = "\"model\":\"" + ASKED + "\"";

  private Prompts() {}

  /** Where the model stands; openai-java has it last. */
  enum Place {
    FIRST,
    LAST
  }

  /** Of about so many bytes, in messages of a few sentences. */
  static byte[] talk(int bytes, Place model) {
    StringBuilder messages = new StringBuilder("{\"role\":\"system\",\"content\":\"Be brief.\"}");
    for (int i = 0; messages.length() < bytes - 200; i++) {
      messages
          .append(",{\"role\":\"")
          .append(i % 2 == 0 ? "user" : "assistant")
          .append("\",\"content\":\"")
          .append(SENTENCE.repeat(Math.min(9, 1 + (bytes - messages.length()) / 110)))
          .append("\"}");
    }
    return body(messages.toString(), model);
  }

  /** With an image of so many bytes, in base64. */
  static byte[] image(int bytes, Place model) {
    String image = "iVBORw0KGgoAAAANSUhEUgAAB4AAAAQ4CAYAAADo08FDAAAgAElEQVR4nOzdd5wkV33v";
    String base64 = image.repeat(bytes / image.length());
    return body(
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is this?\"},"
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
            + base64
            + "\"}}]}",
        model);
  }

  private static byte[] body(String messages, Place model) {
    String before = model == Place.FIRST ? MODEL + "," : "";
    String after = model == Place.LAST ? "," + MODEL : "";
    String body =
        "{"
            + before
            + "\"messages\":["
            + messages
            + "],\"temperature\":0.7"
            + after
            + ",\"max_completion_tokens\":512,\"stream\":false}";
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
