package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads content: a text or a list of blocks. */
final class ContentReader {
  private final Map<String, JsonNode> foreign;

  /**
   * @param foreign takes what only Anthropic knows, by its path
   */
  ContentReader(Map<String, JsonNode> foreign) {
    this.foreign = foreign;
  }

  List<Part> parts(@Nullable JsonNode content, String path, Turn.Role role) {
    List<Part> parts = new ArrayList<>();
    if (content != null && content.isTextual()) {
      parts.add(new Part.Text(content.textValue()));
      return parts;
    }
    if (content == null || !content.isArray()) {
      throw new Malformed(path, "must be a text or a list of blocks");
    }
    for (int i = 0; i < content.size(); i++) {
      Part part = part(content.get(i), path + "[" + i + "]", role);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private @Nullable Part part(JsonNode block, String path, Turn.Role role) {
    String type = Json.string(block, "type");
    if (type == null) {
      throw new Malformed(path + ".type", "is missing");
    }
    boolean user = role == Turn.Role.USER;
    return switch (type) {
      case "text" -> new Part.Text(text(block, "text", path), cache(block));
      case "image" -> image(block, path);
      case "document" -> document(block, path);
      case "thinking" -> thinking(block, path);
      case "redacted_thinking" -> redacted(block, path);
      case "tool_use" -> {
        only(!user, "tool_use", "an assistant", path);
        yield call(block, path);
      }
      case "tool_result" -> {
        only(user, "tool_result", "a user", path);
        yield result(block, path);
      }
      default -> foreign(path + ".type=" + type, block);
    };
  }

  private static void only(boolean allowed, String type, String who, String path) {
    if (!allowed) {
      throw new Malformed(path, "is a " + type + " block, which only " + who + " has");
    }
  }

  private @Nullable Part image(JsonNode block, String path) {
    JsonNode source = source(block, path);
    Source where =
        switch (type(source)) {
          case "base64" ->
              new Source.Inline(
                  text(source, "media_type", path + ".source"),
                  text(source, "data", path + ".source"));
          case "url" -> new Source.Link(text(source, "url", path + ".source"), null);
          default -> null;
        };
    return where == null ? foreignSource(source, path) : new Part.Image(where, null, cache(block));
  }

  private @Nullable Part document(JsonNode block, String path) {
    JsonNode source = source(block, path);
    if (Boolean.TRUE.equals(Json.flag(block.path("citations"), "enabled"))) {
      foreign(path + ".citations", block.path("citations"));
    }
    if (Json.has(block, "context")) {
      foreign(path + ".context", block.path("context"));
    }
    Source where =
        switch (type(source)) {
          case "base64" ->
              new Source.Inline(
                  text(source, "media_type", path + ".source"),
                  text(source, "data", path + ".source"));
          case "text" -> new Source.Plain(text(source, "data", path + ".source"));
          // A link to a document is one to a PDF: Anthropic reads no other kind.
          case "url" -> new Source.Link(text(source, "url", path + ".source"), Documents.PDF);
          default -> null;
        };
    return where == null
        ? foreignSource(source, path)
        : new Part.Document(where, Json.string(block, "title"), cache(block));
  }

  private static JsonNode source(JsonNode block, String path) {
    JsonNode source = block.path("source");
    if (!source.isObject()) {
      throw new Malformed(path + ".source", "must be an object");
    }
    return source;
  }

  private static String type(JsonNode source) {
    String type = Json.string(source, "type");
    return type == null ? "" : type;
  }

  /** Files that are kept by the provider, and contents of several blocks. */
  private @Nullable Part foreignSource(JsonNode source, String path) {
    return foreign(path + ".source.type=" + type(source), source);
  }

  private static Part thinking(JsonNode block, String path) {
    String text = text(block, "thinking", path);
    String signature = Json.string(block, "signature");
    return new Part.Reasoning(
        text.isEmpty() ? null : text,
        signature == null ? null : new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, signature));
  }

  private static Part redacted(JsonNode block, String path) {
    return new Part.Reasoning(
        null, new Opaque(Dialect.ANTHROPIC, Opaque.Kind.REDACTED, text(block, "data", path)));
  }

  private static Part call(JsonNode block, String path) {
    JsonNode input = block.path("input");
    if (!input.isObject()) {
      throw new Malformed(path + ".input", "must be an object");
    }
    return new Part.ToolCall(
        text(block, "id", path),
        text(block, "name", path),
        Json.text(input),
        false,
        null,
        cache(block));
  }

  private Part result(JsonNode block, String path) {
    List<Part> parts =
        Json.has(block, "content")
            ? parts(block.get("content"), path + ".content", Turn.Role.USER)
            : List.of();
    return new Part.ToolResult(
        text(block, "tool_use_id", path),
        null,
        parts,
        Boolean.TRUE.equals(Json.flag(block, "is_error")),
        false,
        cache(block));
  }

  private @Nullable Part foreign(String path, JsonNode value) {
    foreign.put(path, value);
    return null;
  }

  private static String text(JsonNode object, String name, String path) {
    String value = Json.string(object, name);
    if (value == null) {
      throw new Malformed(path + "." + name, "must be a text");
    }
    return value;
  }

  static @Nullable CacheMark cache(JsonNode block) {
    JsonNode mark = block.get("cache_control");
    if (mark == null || !mark.isObject()) {
      return null;
    }
    String ttl = Json.string(mark, "ttl");
    if (ttl == null) {
      return new CacheMark(null);
    }
    return new CacheMark(ttl.equals("1h") ? Duration.ofHours(1) : Duration.ofMinutes(5));
  }
}
