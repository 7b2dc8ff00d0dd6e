package io.ailb.translate.neutral;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a turn. */
public sealed interface Part {

  /** A text; may be empty. */
  record Text(String text, @Nullable CacheMark cache) implements Part {
    public Text(String text) {
      this(text, null);
    }
  }

  /**
   * An image.
   *
   * @param detail {@code low}, {@code high} or {@code original}; null = automatic
   */
  record Image(Source source, @Nullable String detail, @Nullable CacheMark cache) implements Part {}

  /** A PDF or a text file. */
  record Document(Source source, @Nullable String title, @Nullable CacheMark cache)
      implements Part {}

  /**
   * Sound.
   *
   * @param format as OpenAI names it: {@code wav}, {@code mp3}; else the part of the media type
   *     after the slash
   */
  record Audio(String base64, String format, @Nullable CacheMark cache) implements Part {}

  /** Moving pictures, which only Gemini takes. */
  record Video(Source source) implements Part {}

  /**
   * A call that the assistant made.
   *
   * @param id ties the result to it; decoders make one where the dialect has none
   * @param arguments JSON text as it came, perhaps not valid; free text for a custom tool
   * @param opaque null = none
   */
  record ToolCall(
      String id,
      String name,
      String arguments,
      boolean custom,
      @Nullable Opaque opaque,
      @Nullable CacheMark cache)
      implements Part {}

  /**
   * What a call came to.
   *
   * @param name of the tool; null where the dialect does not say: encoders that need it look it up
   *     by the call
   * @param parts texts, images, documents
   */
  record ToolResult(
      String callId,
      @Nullable String name,
      List<Part> parts,
      boolean error,
      boolean custom,
      @Nullable CacheMark cache)
      implements Part {
    public ToolResult {
      parts = List.copyOf(parts);
    }
  }

  /**
   * What the assistant thought.
   *
   * @param text null = hidden
   * @param opaque what proves or holds it; null = none
   */
  record Reasoning(@Nullable String text, @Nullable Opaque opaque) implements Part {}

  /** The assistant's words for not answering. */
  record Refusal(String text) implements Part {}
}
