package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.openai.DataUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what is in a message or in the output of a tool. One for each request. */
final class ContentWriter {
  private final Target target;

  /** Parts that are worth caching up to: the last ones, as only so many may be. */
  private final Deque<ObjectNode> marked = new ArrayDeque<>();

  ContentWriter(Target target) {
    this.target = target;
  }

  /** All of them but empty texts, which mean nothing here. */
  ArrayNode write(List<Part> parts) {
    ArrayNode content = Json.array();
    for (Part part : parts) {
      if (!(part instanceof Part.Text text && text.text().isEmpty())) {
        content.add(part(part));
      }
    }
    return content;
  }

  private ObjectNode part(Part part) {
    if (part instanceof Part.Text text) {
      return mark(text(text.text()), text.cache());
    }
    if (part instanceof Part.Image image) {
      return mark(image(image), image.cache());
    }
    if (part instanceof Part.Document document) {
      return mark(document(document), document.cache());
    }
    throw new Refused(nameOf(part), "has no place there in OpenAI Responses");
  }

  private static String nameOf(Part part) {
    if (part instanceof Part.Audio) {
      return "input_audio";
    }
    return part instanceof Part.Video ? "video" : "messages";
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "input_text").put("text", text);
  }

  private ObjectNode image(Part.Image image) {
    ObjectNode written = Json.object().put("type", "input_image");
    if (image.source() instanceof Source.Inline file) {
      target.requires(Feature.IMAGE_BASE64, "image_url");
      written.put("image_url", dataUrl(file));
    } else if (image.source() instanceof Source.Link link) {
      target.requires(Feature.IMAGE_URL, "image_url");
      written.put("image_url", link.url());
    } else {
      throw new Refused("image_url", "cannot be a text");
    }
    return written.put("detail", image.detail() == null ? "auto" : image.detail());
  }

  private ObjectNode document(Part.Document document) {
    if (document.source() instanceof Source.Link link) {
      target.requires(Feature.PDF_URL, "file");
      ObjectNode written = Json.object().put("type", "input_file").put("file_url", link.url());
      if (document.title() != null) {
        written.put("filename", document.title());
      }
      return written;
    }
    if (document.source() instanceof Source.Plain plain) {
      return textDocument(plain.text(), document.title());
    }
    Source.Inline file = (Source.Inline) document.source();
    String text = file.mimeType().startsWith("text/") ? decoded(file.base64()) : null;
    if (text != null) {
      return target.has(Feature.PDF_BASE64)
          ? file(file, document.title(), "document.txt")
          : textDocument(text, document.title());
    }
    target.requires(Feature.PDF_BASE64, "file");
    return file(file, document.title(), "document.pdf");
  }

  private ObjectNode textDocument(String text, @Nullable String title) {
    if (!target.has(Feature.PDF_BASE64)) {
      return text(title == null ? text : title + "\n" + text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(bytes);
    return file(new Source.Inline("text/plain", base64), title, "document.txt");
  }

  private static ObjectNode file(Source.Inline file, @Nullable String title, String untitled) {
    return Json.object()
        .put("type", "input_file")
        .put("filename", title == null ? untitled : title)
        .put("file_data", dataUrl(file));
  }

  private static String dataUrl(Source.Inline file) {
    return new DataUrl(file.mimeType(), file.base64()).text();
  }

  private static @Nullable String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private ObjectNode mark(ObjectNode part, @Nullable CacheMark mark) {
    if (mark == null) {
      return part;
    }
    if (!target.has(Feature.CACHE_MARKS)) {
      target.drops(CacheBreakpoint.FIELD);
      return part;
    }
    CacheBreakpoint.write(mark, part);
    marked.add(part);
    if (marked.size() > CacheBreakpoint.MOST) {
      marked.removeFirst().remove(CacheBreakpoint.FIELD);
      target.drops(CacheBreakpoint.FIELD);
    }
    return part;
  }
}
