package io.ailb.translate.neutral;

import java.nio.charset.StandardCharsets;

/** An event that a stream repeats with another text each time: what stands around that text. */
public final class Template {
  private final byte[] before;
  private final byte[] after;

  public Template(String before, String after) {
    this.before = before.getBytes(StandardCharsets.UTF_8);
    this.after = after.getBytes(StandardCharsets.UTF_8);
  }

  /** Cuts a text at the first empty string of JSON in it. */
  public static Template of(String event) {
    int hole = event.indexOf("\"\"");
    return new Template(event.substring(0, hole), event.substring(hole + 2));
  }

  /** Adds the event with this text. */
  public void write(String text, Utf8 to) {
    to.add(before).quoted(text).add(after);
  }
}
