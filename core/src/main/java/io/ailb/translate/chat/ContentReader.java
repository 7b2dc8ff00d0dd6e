package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.openai.DataUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a message says: a string, or parts of several kinds. */
final class ContentReader {
  private final Map<String, JsonNode> foreign;

  ContentReader(Map<String, JsonNode> foreign) {
    this.foreign = foreign;
  }

  List<Part> of(Fields message) {
    JsonNode content = message.get("content");
    if (content != null && content.isTextual()) {
      return List.of(new Part.Text(content.textValue()));
    }
    if (!(content instanceof ArrayNode elements)) {
      throw new Malformed(message.path("content"), "must be a string or a list of parts");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      Part part = part(Fields.of(elements.get(i), message.path("content") + "[" + i + "]"));
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private @Nullable Part part(Fields part) {
    String type = part.required("type");
    CacheMark cache = cache(part);
    return switch (type) {
      case "text" -> new Part.Text(part.required("text"), cache);
      case "refusal" -> new Part.Refusal(part.required("refusal"));
      case "image_url" -> image(part, cache);
      case "input_audio" -> audio(part.object("input_audio"), cache);
      case "file" -> file(part.object("file"), cache);
      default -> {
        foreign.put(part.path("type") + "=" + type, part.node());
        yield null;
      }
    };
  }

  private static Part image(Fields part, @Nullable CacheMark cache) {
    JsonNode bare = part.get("image_url");
    if (bare != null && bare.isTextual()) { // as some clients of hosts write it
      return new Part.Image(source(bare.textValue(), part.path("image_url")), null, cache);
    }
    Fields image = part.object("image_url");
    String detail = image.string("detail");
    return new Part.Image(
        source(image.required("url"), image.path("url")),
        "auto".equals(detail) ? null : detail,
        cache);
  }

  private static Source source(String url, String path) {
    if (!DataUrl.isOne(url)) {
      return new Source.Link(url, null);
    }
    DataUrl data = DataUrl.of(url);
    if (data == null) {
      throw new Malformed(path, "must be a data URL in base64, or an address");
    }
    return new Source.Inline(data.mimeType(), data.base64());
  }

  private static Part audio(Fields audio, @Nullable CacheMark cache) {
    return new Part.Audio(audio.required("data"), audio.required("format"), cache);
  }

  private @Nullable Part file(Fields file, @Nullable CacheMark cache) {
    String data = file.string("file_data");
    if (data == null) {
      if (!file.has("file_id")) {
        throw new Malformed(file.path("file_data"), "is missing");
      }
      foreign.put(file.path("file_id"), file.node().path("file_id"));
      return null;
    }
    return new Part.Document(
        document(data, file.path("file_data")), file.string("filename"), cache);
  }

  private static Source document(String data, String path) {
    if (!DataUrl.isOne(data)) { // base64 alone, as OpenAI's own clients once sent it
      return new Source.Inline("application/pdf", data);
    }
    Source source = source(data, path);
    if (source instanceof Source.Inline inline && inline.mimeType().equals("text/plain")) {
      return new Source.Plain(decoded(inline.base64(), path));
    }
    return source;
  }

  private static String decoded(String base64, String path) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Malformed(path, "is not base64");
    }
  }

  private static @Nullable CacheMark cache(Fields part) {
    if (!part.has("prompt_cache_breakpoint")) {
      return null;
    }
    String ttl = part.object("prompt_cache_breakpoint").string("ttl");
    return new CacheMark(ttl == null ? null : duration(ttl));
  }

  private static @Nullable Duration duration(String ttl) {
    return switch (ttl) {
      case "30m" -> Duration.ofMinutes(30);
      case "12h" -> Duration.ofHours(12);
      default -> null;
    };
  }
}
