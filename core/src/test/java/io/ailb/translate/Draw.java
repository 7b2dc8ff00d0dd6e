package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Things drawn at random: the same ones for the same seed. */
final class Draw {
  /** What has gone wrong somewhere before: quotes, line ends, marks, long characters. */
  private static final String[] ODD = {
    "\"", "\\", "\n", "\r\n", "\r", "\t", "\0", "\u001f", "\u007f", " ", "  ", "data: ", "\n\n",
    "[DONE]", "{", "}", "<", "&", "é", "e\u0301", "ß", "漢字", "שלום", "\u200d", "\u2028", "\u2029",
    "\ufeff", "\ufffd", "\uffff", "😀", "👩\u200d👩\u200d👧", "\ud83c\uddee\ud83c\uddf9", "𝔘", "0",
        "null"
  };

  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Random random;

  Draw(long seed) {
    this.random = new Random(seed);
  }

  /** From 0 to below {@code bound}. */
  int upTo(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many times. */
  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  boolean either() {
    return random.nextBoolean();
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  <T> @Nullable T orNull(Supplier<T> drawn) {
    return random.nextBoolean() ? drawn.get() : null;
  }

  /** Any text, sometimes an empty one. */
  String text() {
    return onceIn(8) ? "" : words();
  }

  /** Any text but an empty one. */
  String words() {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(onceIn(20) ? 200 : 8);
    for (int i = 0; i < pieces; i++) {
      text.append(onceIn(3) ? oneOf(ODD) : letters(1 + random.nextInt(6)));
    }
    return text.toString();
  }

  String letters(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /** A text in pieces that are not empty, with borders also between the halves of a character. */
  List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int to = Math.min(text.length(), at + 1 + random.nextInt(9));
      pieces.add(text.substring(at, to));
      at = to;
    }
    return pieces;
  }

  /** A number in the spelling of JSON, perhaps with more digits than a machine's. */
  BigDecimal number() {
    return switch (random.nextInt(4)) {
      case 0 -> new BigDecimal(random.nextInt(3));
      case 1 -> new BigDecimal("0." + random.nextInt(1000));
      case 2 -> new BigDecimal("1.10");
      default -> new BigDecimal("0.1234567890123456789012345");
    };
  }

  /** An object as arguments are. */
  ObjectNode object() {
    return object(2);
  }

  private ObjectNode object(int depth) {
    ObjectNode object = Json.object();
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      object.set(onceIn(6) ? words() : letters(1 + random.nextInt(5)), value(depth));
    }
    return object;
  }

  private JsonNode value(int depth) {
    ArrayNode holder = Json.array();
    switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> holder.add(text());
      case 1 -> holder.add(number());
      case 2 -> holder.add(new BigInteger("123456789012345678901234567890"));
      case 3 -> holder.add(either());
      case 4 -> holder.addNull();
      case 5 -> holder.add(object(depth - 1));
      default -> holder.addArray().add(value(depth - 1)).add(value(depth - 1));
    }
    return holder.get(0);
  }
}
