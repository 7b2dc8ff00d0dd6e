package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes images, documents, sounds and moving pictures. */
final class MediaWriter {
  private static final String PDF = "application/pdf";

  /** Beside PDFs and texts: documents that are texts by another name. */
  private static final Set<String> TEXTS =
      Set.of(
          "application/json",
          "application/xml",
          "application/javascript",
          "application/x-javascript",
          "application/x-python",
          "application/rtf",
          "application/yaml");

  private MediaWriter() {}

  static @Nullable CacheMark cache(Part part) {
    if (part instanceof Part.Image image) {
      return image.cache();
    }
    if (part instanceof Part.Document document) {
      return document.cache();
    }
    return part instanceof Part.Audio audio ? audio.cache() : null;
  }

  static ObjectNode write(Part part, Target target) {
    if (part instanceof Part.Image image) {
      return image(image, target);
    }
    if (part instanceof Part.Document document) {
      return document(document.source(), target);
    }
    if (part instanceof Part.Audio audio) {
      target.requires(Feature.AUDIO_IN, "input_audio");
      return inline("audio/" + audio.format(), audio.base64());
    }
    if (part instanceof Part.Video video) {
      target.requires(Feature.VIDEO_IN, "video");
      return data(video.source(), "video");
    }
    throw new Refused("messages", "have a part that is not known to Gemini there");
  }

  private static ObjectNode image(Part.Image image, Target target) {
    boolean link = image.source() instanceof Source.Link;
    target.requires(link ? Feature.IMAGE_URL : Feature.IMAGE_BASE64, "image_url");
    ObjectNode part = data(image.source(), "image_url");
    String level = level(image.detail());
    if (level != null) {
      part.putObject("mediaResolution").put("level", level);
    }
    return part;
  }

  private static @Nullable String level(@Nullable String detail) {
    return switch (detail == null ? "" : detail) {
      case "low" -> "MEDIA_RESOLUTION_LOW";
      case "high" -> "MEDIA_RESOLUTION_HIGH";
      case "original" -> "MEDIA_RESOLUTION_ULTRA_HIGH";
      default -> null;
    };
  }

  private static ObjectNode document(Source source, Target target) {
    ObjectNode part = data(source, "file");
    if (source instanceof Source.Link) {
      target.requires(Feature.PDF_URL, "file");
      requireKnown(part.path("fileData").path("mimeType").asText());
    } else if (source instanceof Source.Inline inline) {
      String type = MediaTypes.plain(inline.mimeType());
      requireKnown(type);
      if (type.equals(PDF)) {
        target.requires(Feature.PDF_BASE64, "file");
      }
    }
    return part;
  }

  private static void requireKnown(String mimeType) {
    String type = MediaTypes.plain(mimeType);
    if (!type.equals(PDF) && !type.startsWith("text/") && !TEXTS.contains(type)) {
      throw new Refused("file", "of type " + type + " is not known to Gemini");
    }
  }

  private static ObjectNode data(Source source, String field) {
    if (source instanceof Source.Inline inline) {
      return inline(inline.mimeType(), inline.base64());
    }
    if (source instanceof Source.Plain plain) {
      byte[] bytes = plain.text().getBytes(StandardCharsets.UTF_8);
      return inline("text/plain", Base64.getEncoder().encodeToString(bytes));
    }
    Source.Link link = (Source.Link) source;
    String mime = link.mimeType() == null ? MediaTypes.ofUrl(link.url()) : link.mimeType();
    if (mime == null) {
      throw new Refused(field, "needs a media type for Gemini, and its address does not tell");
    }
    ObjectNode part = Json.object();
    part.putObject("fileData").put("mimeType", mime).put("fileUri", link.url());
    return part;
  }

  private static ObjectNode inline(String mimeType, String base64) {
    ObjectNode part = Json.object();
    part.putObject("inlineData").put("mimeType", mimeType).put("data", base64);
    return part;
  }
}
