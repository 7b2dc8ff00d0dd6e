package io.ailb.translate.neutral;

import java.util.List;

/**
 * What one side said, in order. Decoders keep the turns as the caller made them, also two of one
 * role in a row; encoders merge where their dialect wants it. Results of tools are parts of a
 * user's turn.
 */
public record Turn(Role role, List<Part> parts) {
  /** Who speaks. */
  public enum Role {
    USER,
    ASSISTANT,
    /** A system or developer text in the middle of a conversation. */
    SYSTEM
  }

  public Turn {
    parts = List.copyOf(parts);
  }
}
