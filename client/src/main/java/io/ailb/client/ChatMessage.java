package io.ailb.client;

import java.util.Locale;
import java.util.Objects;

/** What one side said, in plain text. */
public record ChatMessage(Role role, String content) {
  /** Who said it. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /** As OpenAI and Anthropic write it. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ChatMessage {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }

  /** How the model is to behave. */
  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content);
  }

  /** What the model said before. */
  public static ChatMessage assistant(String content) {
    return new ChatMessage(Role.ASSISTANT, content);
  }
}
