package io.ailb.translate.gemini;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of media: what the end of an address tells, and how OpenAI names sounds. */
final class MediaTypes {
  private static final Map<String, String> BY_EXTENSION =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("html", "text/html"),
          Map.entry("csv", "text/csv"),
          Map.entry("xml", "text/xml"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mov", "video/quicktime"),
          Map.entry("webm", "video/webm"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp3", "audio/mp3"));

  private MediaTypes() {}

  /** What the address' extension says, or null if it has none that is known. */
  static @Nullable String ofUrl(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    String path = url.substring(0, end);
    int dot = path.lastIndexOf('.');
    // A dot of the host's name is followed by a slash, or ends an address without a path.
    if (dot < 0 || path.indexOf('/', dot) >= 0 || path.indexOf('/', path.indexOf("//") + 2) < 0) {
      return null;
    }
    return BY_EXTENSION.get(path.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** Sound in OpenAI's words: what follows {@code audio/}. */
  static String audioFormat(String mimeType) {
    return switch (mimeType) {
      case "audio/mpeg", "audio/mp3" -> "mp3";
      case "audio/wav", "audio/x-wav", "audio/wave" -> "wav";
      default -> mimeType.substring("audio/".length());
    };
  }

  /** Without parameters, in small letters. */
  static String plain(String mimeType) {
    int semicolon = mimeType.indexOf(';');
    String type = semicolon < 0 ? mimeType : mimeType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
