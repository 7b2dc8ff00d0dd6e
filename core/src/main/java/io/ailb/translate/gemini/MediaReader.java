package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Source;
import org.jspecify.annotations.Nullable;

/** Reads {@code inlineData} and {@code fileData}. */
final class MediaReader {
  private static final Field INLINE = Field.of("inlineData");
  private static final Field FILE = Field.of("fileData");
  private static final Field MIME = Field.of("mimeType");
  private static final Field DATA = Field.of("data");
  private static final Field URI = Field.of("fileUri");
  private static final Field NAME = Field.of("displayName");
  private static final Field RESOLUTION = Field.of("mediaResolution");
  private static final Field LEVEL = Field.of("level");

  private MediaReader() {}

  /** The part, or null if only Gemini knows what it points to. */
  static @Nullable Part read(JsonNode part, String path) {
    JsonNode inline = INLINE.in(part);
    if (inline != null) {
      return inline(inline, detail(part), path + ".inlineData");
    }
    JsonNode file = FILE.in(part);
    return file == null ? null : file(file, detail(part));
  }

  private static Part inline(JsonNode inline, @Nullable String detail, String path) {
    String mime = MIME.text(inline);
    String data = DATA.text(inline);
    if (mime == null || data == null) {
      throw new Malformed(path, "must have a mimeType and data");
    }
    String type = MediaTypes.plain(mime);
    if (type.startsWith("audio/")) {
      return new Part.Audio(data, MediaTypes.audioFormat(type), null);
    }
    return of(type, new Source.Inline(mime, data), detail, NAME.text(inline));
  }

  private static @Nullable Part file(JsonNode file, @Nullable String detail) {
    String uri = URI.text(file);
    if (uri == null || !isPublic(uri)) {
      return null;
    }
    String mime = MIME.text(file);
    String type = mime == null ? MediaTypes.ofUrl(uri) : MediaTypes.plain(mime);
    if (type == null || type.startsWith("audio/")) {
      return null;
    }
    return of(type, new Source.Link(uri, mime), detail, NAME.text(file));
  }

  private static Part of(
      String type, Source source, @Nullable String detail, @Nullable String title) {
    if (type.startsWith("image/")) {
      return new Part.Image(source, detail, null);
    }
    return type.startsWith("video/")
        ? new Part.Video(source)
        : new Part.Document(source, title, null);
  }

  /** Uploaded files belong to a key; buckets and YouTube mean nothing to other providers. */
  private static boolean isPublic(String uri) {
    int scheme = uri.indexOf("://");
    if (!uri.startsWith("https://") && !uri.startsWith("http://")) {
      return false;
    }
    String rest = uri.substring(scheme + 3);
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    return !host.equals("generativelanguage.googleapis.com")
        && !host.equals("youtu.be")
        && !host.equals("youtube.com")
        && !host.endsWith(".youtube.com");
  }

  private static @Nullable String detail(JsonNode part) {
    JsonNode resolution = RESOLUTION.in(part);
    if (resolution == null) {
      return null;
    }
    String level = resolution.isTextual() ? resolution.textValue() : LEVEL.text(resolution);
    return switch (level == null ? "" : level) {
      case "MEDIA_RESOLUTION_LOW" -> "low";
      case "MEDIA_RESOLUTION_HIGH" -> "high";
      case "MEDIA_RESOLUTION_ULTRA_HIGH" -> "original";
      default -> null;
    };
  }
}
