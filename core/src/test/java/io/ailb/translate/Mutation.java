package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Spoils bodies at random, the same way for the same seed: their bytes, the values of their JSON
 * and the order of their events.
 */
final class Mutation {
  private static final String[] ODD = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1",
    "1e999999999",
    "1e-999999999",
    "-99999999999999999999",
    "9223372036854775807",
    "2147483648",
    "0.5",
    "\"\"",
    "\"a\"",
    "\"\\ud83d\"",
    "\"\\ude00\"",
    "\"\\u0000\"",
    "\"auto\"",
    "\"text\"",
    "\"STOP\"",
    "\"data:;base64,\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "[1]",
    "[\"\"]",
    "{\"\":null}",
    "{\"a\":{}}",
    "{\"type\":\"text\",\"text\":\"\"}",
    "\"{}\"",
    "\"{\\\"error\\\":1}\"",
    "\"{\"",
    "{\"type\":\"object\",\"properties\":[]}"
  };

  private final Draw draw;

  Mutation(Draw draw) {
    this.draw = draw;
  }

  byte[] of(byte[] seed, List<byte[]> others) {
    byte[] mutated = seed;
    int times = 1 + draw.upTo(3);
    for (int i = 0; i < times; i++) {
      mutated = once(mutated, others);
    }
    return mutated;
  }

  private byte[] once(byte[] seed, List<byte[]> others) {
    if (seed.length == 0) {
      return draw.oneOf(others);
    }
    return switch (draw.upTo(8)) {
      case 0 -> bytes(seed);
      case 1 -> events(seed, draw.oneOf(others));
      case 2 -> Arrays.copyOf(seed, draw.upTo(seed.length));
      default -> values(seed);
    };
  }

  private byte[] bytes(byte[] seed) {
    byte[] copy = seed.clone();
    switch (draw.upTo(3)) {
      case 0 -> copy[draw.upTo(copy.length)] = (byte) draw.upTo(256);
      case 1 -> copy[draw.upTo(copy.length)] = (byte) "\r\n:\"\\{}[],0-e".charAt(draw.upTo(13));
      default -> {
        int from = draw.upTo(copy.length);
        int to = Math.min(copy.length, from + draw.upTo(20));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(copy, 0, from);
        out.write(copy, to, copy.length - to);
        return out.toByteArray();
      }
    }
    return copy;
  }

  /** Leaves out, repeats or moves an event, or puts in one of another stream. */
  private byte[] events(byte[] seed, byte[] other) {
    List<String> events = new ArrayList<>(List.of(text(seed).split("(?<=\n\n)")));
    int at = draw.upTo(events.size());
    switch (draw.upTo(4)) {
      case 0 -> events.remove(at);
      case 1 -> events.add(draw.upTo(events.size() + 1), events.get(at));
      case 2 -> events.add(draw.upTo(events.size()), events.remove(at));
      default -> events.add(at, draw.oneOf(text(other).split("(?<=\n\n)")));
    }
    return String.join("", events).getBytes(StandardCharsets.UTF_8);
  }

  /** Puts another value into one of the lines, or into the whole if that is one value. */
  private byte[] values(byte[] seed) {
    if (Json.parse(seed, 0, seed.length) instanceof ObjectNode whole) {
      spoil(whole);
      return Json.bytes(whole);
    }
    String[] lines = text(seed).split("\n", -1);
    for (int i = 0; i < 5; i++) {
      int at = draw.upTo(lines.length);
      if (lines[at].startsWith("data:")
          && Json.parse(lines[at].substring(5)) instanceof ObjectNode event) {
        spoil(event);
        lines[at] = "data: " + Json.text(event);
        break;
      }
    }
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private void spoil(ObjectNode root) {
    List<JsonNode> holders = new ArrayList<>();
    collect(root, holders);
    JsonNode holder = draw.oneOf(holders);
    JsonNode odd =
        draw.onceIn(4)
            ? draw.oneOf(holders).deepCopy()
            : Objects.requireNonNull(Json.parse(draw.oneOf(ODD)));
    if (holder instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = draw.oneOf(names);
      switch (draw.upTo(6)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(draw.oneOf(names), object.get(name).deepCopy());
        default -> object.set(name, odd);
      }
    } else if (holder instanceof ArrayNode array && !array.isEmpty()) {
      int at = draw.upTo(array.size());
      switch (draw.upTo(5)) {
        case 0 -> array.remove(at);
        case 1 -> array.insert(draw.upTo(array.size() + 1), array.get(at).deepCopy());
        default -> array.set(at, odd);
      }
    } else if (holder instanceof ObjectNode object) {
      object.set(draw.letters(3), odd);
    } else {
      ((ArrayNode) holder).add(odd);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainerNode()) {
      holders.add(node);
      node.forEach(child -> collect(child, holders));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
