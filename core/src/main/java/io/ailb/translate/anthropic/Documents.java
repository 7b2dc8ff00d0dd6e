package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Images and documents as blocks. */
final class Documents {
  static final String PDF = "application/pdf";

  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private Documents() {}

  static ObjectNode image(Part.Image image, Target target) {
    if (image.detail() != null) {
      target.drops("image_url.detail");
    }
    ObjectNode block = Json.object().put("type", "image");
    block.set("source", imageSource(image.source(), target));
    return block;
  }

  private static ObjectNode imageSource(Source source, Target target) {
    if (source instanceof Source.Inline inline) {
      target.requires(Feature.IMAGE_BASE64, "image_url");
      String mimeType = mimeType(inline);
      if (!IMAGES.contains(mimeType)) {
        throw new Refused("image_url", "of type " + mimeType + " is not known to Anthropic");
      }
      return base64(mimeType, inline.base64());
    }
    if (source instanceof Source.Link link) {
      target.requires(Feature.IMAGE_URL, "image_url");
      return url(link);
    }
    throw new Refused("image_url", "cannot be a text");
  }

  static ObjectNode document(Part.Document document, Target target) {
    ObjectNode block = Json.object().put("type", "document");
    block.set("source", documentSource(document.source(), target));
    if (document.title() != null) {
      block.put("title", document.title());
    }
    return block;
  }

  private static ObjectNode documentSource(Source source, Target target) {
    if (source instanceof Source.Plain plain) {
      return text(plain.text());
    }
    if (source instanceof Source.Link link) {
      target.requires(Feature.PDF_URL, "file");
      if (link.mimeType() != null && !link.mimeType().equals(PDF)) {
        throw new Refused("file", "of type " + link.mimeType() + " cannot be linked to");
      }
      return url(link);
    }
    Source.Inline inline = (Source.Inline) source;
    String mimeType = mimeType(inline);
    if (mimeType.startsWith("text/")) {
      return text(decoded(inline.base64()));
    }
    if (!mimeType.equals(PDF)) {
      throw new Refused("file", "of type " + mimeType + " is not known to Anthropic");
    }
    target.requires(Feature.PDF_BASE64, "file");
    return base64(mimeType, inline.base64());
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refused("file", "is not in base64");
    }
  }

  /** Without parameters such as a charset. */
  private static String mimeType(Source.Inline inline) {
    String mimeType = inline.mimeType().toLowerCase(Locale.ROOT);
    int parameters = mimeType.indexOf(';');
    String plain = (parameters < 0 ? mimeType : mimeType.substring(0, parameters)).strip();
    return plain.equals("image/jpg") ? "image/jpeg" : plain;
  }

  private static ObjectNode base64(String mimeType, String data) {
    return Json.object().put("type", "base64").put("media_type", mimeType).put("data", data);
  }

  private static ObjectNode url(Source.Link link) {
    return Json.object().put("type", "url").put("url", link.url());
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("media_type", "text/plain").put("data", text);
  }
}
