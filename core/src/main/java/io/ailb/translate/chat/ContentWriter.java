package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.openai.DataUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what a message says: as a string where it can be one, which every host takes. */
final class ContentWriter {
  private static final String MARK = "prompt_cache_breakpoint";
  private static final int MOST_MARKS = 4;
  private static final Duration SHORT = Duration.ofMinutes(30);

  private final Target target;
  private final List<ObjectNode> marked = new ArrayList<>();

  ContentWriter(Target target) {
    this.target = target;
  }

  JsonNode of(List<? extends Part> parts) {
    if (parts.isEmpty()) {
      return TextNode.valueOf("");
    }
    if (parts.size() == 1
        && parts.get(0) instanceof Part.Text text
        && (text.cache() == null || !target.has(Feature.CACHE_MARKS))) {
      return TextNode.valueOf(text.text());
    }
    ArrayNode written = Json.array();
    parts.forEach(part -> written.add(part(part)));
    return written;
  }

  /** OpenAI takes so many marks; the last ones cover the most. */
  void keepLastMarks() {
    for (int i = 0; i < marked.size() - MOST_MARKS; i++) {
      marked.get(i).remove(MARK);
    }
  }

  private ObjectNode part(Part part) {
    if (part instanceof Part.Text text) {
      return marked(text(text.text()), text.cache());
    }
    if (part instanceof Part.Refusal refusal) {
      return typed("refusal").put("refusal", refusal.text());
    }
    if (part instanceof Part.Image image) {
      return marked(image(image), image.cache());
    }
    if (part instanceof Part.Audio audio) {
      return marked(audio(audio), audio.cache());
    }
    if (part instanceof Part.Document document) {
      return marked(document(document), document.cache());
    }
    throw new Refused(
        part instanceof Part.Video ? "video" : "messages.content", "is not known to OpenAI Chat");
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode text(String text) {
    return typed("text").put("text", text);
  }

  private ObjectNode marked(ObjectNode part, @Nullable CacheMark cache) {
    if (cache != null && target.has(Feature.CACHE_MARKS)) {
      ObjectNode mark = part.putObject(MARK).put("mode", "explicit");
      Duration ttl = cache.ttl();
      if (ttl != null) {
        mark.put("ttl", ttl.compareTo(SHORT) <= 0 ? "30m" : "12h");
      }
      marked.add(part);
    }
    return part;
  }

  private ObjectNode image(Part.Image image) {
    ObjectNode part = typed("image_url");
    ObjectNode where = part.putObject("image_url").put("url", imageUrl(image.source()));
    if (image.detail() != null) {
      where.put("detail", image.detail());
    }
    return part;
  }

  private String imageUrl(Source source) {
    if (source instanceof Source.Link link) {
      target.requires(Feature.IMAGE_URL, "image_url");
      return link.url();
    }
    if (source instanceof Source.Inline inline) {
      target.requires(Feature.IMAGE_BASE64, "image_url");
      return new DataUrl(inline.mimeType(), inline.base64()).text();
    }
    throw new Refused("image_url", "is no image");
  }

  private ObjectNode audio(Part.Audio audio) {
    target.requires(Feature.AUDIO_IN, "input_audio");
    ObjectNode part = typed("input_audio");
    part.putObject("input_audio").put("data", audio.base64()).put("format", format(audio.format()));
    return part;
  }

  private static String format(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "wav", "x-wav", "wave", "vnd.wave" -> "wav";
      case "mp3", "mpeg", "mpeg3" -> "mp3";
      default ->
          throw new Refused("input_audio", "of format " + format + " is not known to OpenAI Chat");
    };
  }

  private ObjectNode document(Part.Document document) {
    Source source = document.source();
    if (source instanceof Source.Link) {
      throw new Refused("file", "at an address is not known to OpenAI Chat");
    }
    if (source instanceof Source.Inline inline) {
      target.requires(Feature.PDF_BASE64, "file");
      requireText(inline);
      return file(new DataUrl(inline.mimeType(), inline.base64()), document.title());
    }
    String text = ((Source.Plain) source).text();
    if (!target.has(Feature.PDF_BASE64)) { // a host without files still reads
      return text(document.title() == null ? text : document.title() + "\n" + text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return file(
        new DataUrl("text/plain", Base64.getEncoder().encodeToString(bytes)), document.title());
  }

  /** Of a text it is cheap to see that nobody could read it. */
  private static void requireText(Source.Inline inline) {
    if (inline.mimeType().equals("text/plain")) {
      try {
        Base64.getDecoder().decode(inline.base64());
      } catch (IllegalArgumentException e) {
        throw new Refused("file", "is not base64");
      }
    }
  }

  /** OpenAI wants a name for what comes as data. */
  private static ObjectNode file(DataUrl data, @Nullable String title) {
    ObjectNode part = typed("file");
    part.putObject("file")
        .put("filename", title == null ? name(data.mimeType()) : title)
        .put("file_data", data.text());
    return part;
  }

  private static String name(String mimeType) {
    return switch (mimeType) {
      case "application/pdf" -> "document.pdf";
      case "text/plain" -> "document.txt";
      default -> "document";
    };
  }
}
