package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.openai.DataUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what is in a message or in the output of a tool. */
record ContentReader(Foreign foreign) {

  /** A string, or a list of parts. */
  List<Part> read(@Nullable JsonNode content, String path) {
    if (content != null && content.isTextual()) {
      return List.of(new Part.Text(content.textValue()));
    }
    if (content == null || !content.isArray()) {
      throw new Malformed(path, "must be a string or a list of parts");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      part(content.get(i), path + "[" + i + "]", parts);
    }
    return parts;
  }

  private void part(JsonNode part, String path, List<Part> to) {
    String type = Json.string(part, "type");
    if (type == null) {
      throw new Malformed(path + ".type", "is missing");
    }
    CacheMark cache = CacheBreakpoint.read(part);
    switch (type) {
      case "input_text", "output_text", "text" ->
          to.add(new Part.Text(text(part, "text", path), cache));
      case "refusal" -> to.add(new Part.Refusal(text(part, "refusal", path)));
      case "input_image" -> image(part, path, cache, to);
      case "input_file" -> file(part, path, cache, to);
      default -> foreign.word(path + ".type", type, part);
    }
  }

  private static String text(JsonNode part, String field, String path) {
    String text = Json.string(part, field);
    if (text == null) {
      throw new Malformed(path + "." + field, "must be a string");
    }
    return text;
  }

  private void image(JsonNode part, String path, @Nullable CacheMark cache, List<Part> to) {
    if (ofProvider(part, path)) {
      return;
    }
    String url = text(part, "image_url", path);
    Source source =
        DataUrl.isOne(url) ? inline(url, path + ".image_url") : new Source.Link(url, null);
    String detail = Json.string(part, "detail");
    to.add(new Part.Image(source, "auto".equals(detail) ? null : detail, cache));
  }

  private void file(JsonNode part, String path, @Nullable CacheMark cache, List<Part> to) {
    if (ofProvider(part, path)) {
      return;
    }
    String name = Json.string(part, "filename");
    String url = Json.string(part, "file_url");
    Source source = url != null ? new Source.Link(url, null) : data(part, path, name);
    to.add(new Part.Document(source, name, cache));
  }

  private static Source data(JsonNode part, String path, @Nullable String name) {
    String data = text(part, "file_data", path);
    if (DataUrl.isOne(data)) {
      return inline(data, path + ".file_data");
    }
    boolean text = name != null && name.toLowerCase(Locale.ROOT).endsWith(".txt");
    return new Source.Inline(text ? "text/plain" : "application/pdf", data);
  }

  private static Source inline(String url, String path) {
    DataUrl data = DataUrl.of(url);
    if (data == null) {
      throw new Malformed(path, "must be an address, or data in base64");
    }
    return new Source.Inline(data.mimeType(), data.base64());
  }

  /** A file that the provider holds: nobody else can read it. */
  private boolean ofProvider(JsonNode part, String path) {
    if (!Json.has(part, "file_id")) {
      return false;
    }
    foreign.add(path + ".file_id", part.get("file_id"));
    return true;
  }
}
