package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import java.util.List;
import java.util.Set;

/** What a client may rely on in a stream of this dialect (wire-facts, section 3.3). */
final class StreamRules {
  private static final Set<String> TERMINAL =
      Set.of("response.completed", "response.incomplete", "response.failed");

  private StreamRules() {}

  static void check(List<ObjectNode> events) {
    String response = null;
    ObjectNode open = null;
    int items = 0;
    var done = Json.array();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      ObjectNode event = events.get(i);
      String type = Answers.type(event);
      assertThat(event.path("sequence_number").asInt(-1)).as(type).isEqualTo(i);
      assertThat(TERMINAL.contains(type)).as(type).isEqualTo(i == events.size() - 1);
      if (event.has("response")) {
        String id = event.path("response").path("id").asText();
        assertThat(id).isNotEmpty();
        assertThat(response == null || response.equals(id)).isTrue();
        response = id;
      }
      if (type.equals("response.output_item.added")) {
        assertThat(open).as("the item before is done").isNull();
        assertThat(event.path("output_index").asInt(-1)).isEqualTo(items++);
        open = event;
        text.setLength(0);
      } else if (type.equals("response.output_item.done")) {
        JsonNode item = event.path("item");
        assertThat(open).isNotNull();
        assertThat(item.path("id")).isEqualTo(open.path("item").path("id"));
        assertThat(event.path("output_index")).isEqualTo(open.path("output_index"));
        assertThat(item.path("type").asText()).isEqualTo(open.path("item").path("type").asText());
        assertThat(textOf(item)).isEqualTo(text.toString());
        done.add(item);
        open = null;
      } else if (event.has("item_id")) {
        assertThat(open).as("an item is announced before it is named").isNotNull();
        assertThat(event.path("item_id")).isEqualTo(open.path("item").path("id"));
        assertThat(event.path("output_index")).isEqualTo(open.path("output_index"));
        text.append(event.path("delta").asText(""));
      }
    }
    ObjectNode last = events.get(events.size() - 1);
    assertThat(last.path("response").path("output")).isEqualTo(done);
    assertThat("response." + last.path("response").path("status").asText())
        .isEqualTo(Answers.type(last));
  }

  private static String textOf(JsonNode item) {
    JsonNode part =
        item.has("content")
            ? item.at("/content/0")
            : item.has("summary") ? item.at("/summary/0") : item;
    for (String field : List.of("text", "refusal", "arguments", "input")) {
      if (part.has(field)) {
        return part.path(field).asText();
      }
    }
    return "";
  }
}
