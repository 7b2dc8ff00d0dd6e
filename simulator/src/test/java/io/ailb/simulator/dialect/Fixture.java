package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The fixture files, and what two bodies must have in common to have the same shape. */
final class Fixture {
  /** Members whose text is part of the shape. */
  private static final Set<String> TELLING =
      Set.of(
          "object",
          "type",
          "role",
          "status",
          "code",
          "param",
          "finish_reason",
          "stop_reason",
          "finishReason",
          "service_tier",
          "modality",
          "reason",
          "@type",
          "quotaId",
          "quotaMetric",
          "error_code",
          "blockReason");

  private Fixture() {}

  static String text(String path) {
    try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + path)) {
      return new String(
          Objects.requireNonNull(in, () -> "no fixture " + path).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  static JsonNode json(String path) {
    return Json.tree(text(path));
  }

  /** A request to the dialect of that file. */
  static Request request(String dialect, String body) {
    String path =
        switch (dialect) {
          case "openai-chat" -> "/v1/chat/completions";
          case "openai-responses" -> "/v1/responses";
          case "anthropic" -> "/v1/messages";
          default -> "/v1beta/models/gemini-3.8-flash:generateContent";
        };
    return new Request("POST", path, Map.of(), Map.of("anthropic-version", "2026-10-21"), body);
  }

  /** Names, types and telling texts; of equal neighbours in a list only one. */
  static Object shape(String name, JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> members = new TreeMap<>();
      for (var member : json.properties()) {
        members.put(member.getKey(), shape(member.getKey(), member.getValue()));
      }
      return members;
    }
    if (json.isArray()) {
      List<Object> items = new ArrayList<>();
      json.forEach(item -> addUnlessSame(items, shape(name, item)));
      return items;
    }
    if (TELLING.contains(name)) {
      return json.toString();
    }
    return json.isNumber() ? "NUMBER" : json.getNodeType().toString();
  }

  /** The shapes of a stream's events, each with its name. */
  static List<Object> shapeOfStream(String stream) {
    List<Object> shapes = new ArrayList<>();
    for (String block : stream.replace("\r\n", "\n").strip().split("\n\n", -1)) {
      int data = block.indexOf("data: ");
      String name = block.substring(0, data).strip();
      String json = block.substring(data + 6);
      Object shape = json.equals("[DONE]") ? json : shape("", Json.tree(json));
      addUnlessSame(shapes, name + " " + shape);
    }
    return shapes;
  }

  private static void addUnlessSame(List<Object> list, Object item) {
    if (list.isEmpty() || !list.get(list.size() - 1).equals(item)) {
      list.add(item);
    }
  }
}
