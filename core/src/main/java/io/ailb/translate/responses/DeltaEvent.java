package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Template;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;

/** More of an item's text: the same event each time, but for its number and that text. */
final class DeltaEvent {
  private static final String FIRST = "\"" + LifeCycle.NUMBER + "\":0";

  private final byte[] start;
  private final Template rest;

  private DeltaEvent(String start, String rest) {
    this.start = start.getBytes(StandardCharsets.UTF_8);
    this.rest = Template.of(rest);
  }

  /**
   * @param event with the number 0 and an empty text
   */
  static DeltaEvent of(ObjectNode event) {
    String text = Json.text(event);
    int number = text.indexOf(FIRST) + FIRST.length();
    String start = "event: " + event.path("type").textValue() + "\ndata: ";
    return new DeltaEvent(start + text.substring(0, number - 1), text.substring(number) + "\n\n");
  }

  void write(int number, String text, Utf8 to) {
    to.add(start).add(Integer.toString(number));
    rest.write(text, to);
  }
}
