package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host that is known to differ from OpenAI would refuse in a request of OpenAI's dialect,
 * put right in the request as its caller wrote it (wire-facts, section 7). Everything else stays,
 * fields that nobody knows too.
 */
final class HostHabits {
  /** Fields of OpenAI's own that change no answer. */
  private static final List<String> EXTRAS =
      List.of("store", "metadata", "verbosity", "safety_identifier", "prompt_cache_key");

  private final ObjectNode body;
  private final Target target;
  private boolean changed;

  private HostHabits(ObjectNode body, Target target) {
    this.body = body;
    this.target = target;
  }

  /** The body as the host takes it, or null if it takes it as it is. Changes {@code body}. */
  static @Nullable ObjectNode edited(ObjectNode body, Target target) {
    HostHabits habits = new HostHabits(body, target);
    habits.edit();
    return habits.changed ? body : null;
  }

  private void edit() {
    if (!target.has(Feature.MAX_COMPLETION_TOKENS) && !body.has("max_tokens")) {
      rename("max_completion_tokens", "max_tokens");
    }
    if (!target.has(Feature.OPENAI_EXTRAS)) {
      EXTRAS.forEach(this::drop);
    }
    if (!target.has(Feature.STREAM_USAGE)) {
      drop("stream_options");
    }
    if (Mistral.is(target)) {
      mistral();
    }
    for (JsonNode message : body.path("messages")) {
      if (message instanceof ObjectNode object) {
        message(object);
      }
    }
  }

  private void mistral() {
    rename("seed", "random_seed");
    if (body.path("tool_choice").asText().equals("required")) {
      put(body, "tool_choice", "any");
    }
  }

  private void message(ObjectNode message) {
    if (!target.has(Feature.DEVELOPER_ROLE) && message.path("role").asText().equals("developer")) {
      put(message, "role", "system");
    }
    if (Mistral.is(target)) {
      id(message, "tool_call_id");
      for (JsonNode call : message.path("tool_calls")) {
        if (call instanceof ObjectNode object) {
          id(object, "id");
        }
      }
    }
  }

  private void id(ObjectNode holder, String name) {
    JsonNode id = holder.get(name);
    if (id != null && id.isTextual()) {
      String conforming = Mistral.callId(id.textValue(), target);
      if (!conforming.equals(id.textValue())) {
        put(holder, name, conforming);
      }
    }
  }

  private void put(ObjectNode holder, String name, String value) {
    holder.put(name, value);
    changed = true;
  }

  private void rename(String from, String to) {
    JsonNode value = body.remove(from);
    if (value != null) {
      body.set(to, value);
      changed = true;
    }
  }

  private void drop(String name) {
    if (body.remove(name) != null) {
      target.drops(name);
      changed = true;
    }
  }
}
