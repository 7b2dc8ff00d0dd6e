package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.ErrorReader;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer of OpenAI or of a host that speaks its dialect (wire-facts, section 7). A
 * buffered answer is a stream of one chunk whose messages are its deltas.
 */
final class ChatAnswerReader implements AnswerReader {
  private final List<ChoiceReader> choices = new ArrayList<>();

  /** The answer's id, of which ids of calls are made that came without one. */
  private String origin = "";

  private boolean started;
  private boolean over;

  /** The last counts that came; hosts repeat them in every chunk, growing. */
  private @Nullable JsonNode usage;

  @Override
  public void event(ObjectNode chunk, Consumer<AnswerEvent> to) {
    if (over || failed(chunk, to)) {
      return;
    }
    usage(chunk);
    ArrayNode said = Json.list(chunk, "choices");
    // Azure begins with a chunk about its filters: no choices, no id, no model.
    if (said.isEmpty()) {
      return;
    }
    start(chunk, to);
    for (int i = 0; i < said.size(); i++) {
      JsonNode choice = said.get(i);
      choice(choice, i).read(choice.path("delta"), choice, to);
    }
  }

  @Override
  public void done(Consumer<AnswerEvent> to) {
    // Where one choice says why it ended, one that does not was cut.
    if (over || choices.isEmpty() || choices.stream().anyMatch(ChoiceReader::isFinished)) {
      end(to);
    } else {
      finish(to);
    }
  }

  /** The provider says that this is all, even if a host forgot to say why. */
  private void finish(Consumer<AnswerEvent> to) {
    choices.forEach(choice -> choice.finish(null, to));
    end(to);
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    if (over) {
      return;
    }
    boolean whole = !choices.isEmpty() && choices.stream().allMatch(ChoiceReader::isFinished);
    if (usage != null) {
      start(Json.object(), to);
      to.accept(new AnswerEvent.UsageUpdate(UsageFields.read(usage)));
    }
    if (whole) {
      over = true;
      to.accept(AnswerEvent.END);
    } else {
      fail(ErrorClass.NETWORK, "the stream ended before it was complete", to);
    }
  }

  @Override
  public void whole(ObjectNode body, Consumer<AnswerEvent> to) {
    if (over || failed(body, to)) {
      return;
    }
    usage(body);
    ArrayNode said = Json.list(body, "choices");
    if (said.isEmpty()) {
      fail(ErrorClass.SERVER_ERROR, "the answer has no choices", to);
      return;
    }
    start(body, to);
    for (int i = 0; i < said.size(); i++) {
      JsonNode choice = said.get(i);
      choice(choice, i).read(choice.path("message"), choice, to);
    }
    finish(to);
  }

  private boolean failed(ObjectNode root, Consumer<AnswerEvent> to) {
    boolean flat = "error".equals(Json.string(root, "object")); // Mistral and older vLLM
    if (!flat && !Json.has(root, "error")) {
      return false;
    }
    over = true;
    to.accept(new AnswerEvent.Failed(ErrorReader.inside(Json.bytes(root))));
    return true;
  }

  private void fail(ErrorClass kind, String message, Consumer<AnswerEvent> to) {
    over = true;
    to.accept(new AnswerEvent.Failed(ErrorInfo.withoutAnswer(kind, message)));
  }

  private void usage(ObjectNode root) {
    JsonNode counts = root.get("usage");
    if (counts == null && root.has("x_groq")) {
      counts = root.path("x_groq").get("usage");
    }
    if (counts != null && counts.isObject()) {
      usage = counts;
    }
  }

  private void start(ObjectNode root, Consumer<AnswerEvent> to) {
    if (started) {
      return;
    }
    started = true;
    String id = given(root, "id");
    origin = id == null ? "" : id;
    Long created = Json.whole(root, "created");
    to.accept(new AnswerEvent.Started(id, given(root, "model"), created == null ? 0 : created));
  }

  private static @Nullable String given(ObjectNode root, String name) {
    String text = Json.string(root, name);
    return text == null || text.isEmpty() ? null : text;
  }

  private ChoiceReader choice(JsonNode choice, int position) {
    Long stated = Json.whole(choice, "index");
    int index =
        stated != null && stated >= 0 && stated <= Integer.MAX_VALUE ? stated.intValue() : position;
    for (ChoiceReader known : choices) {
      if (known.index() == index) {
        return known;
      }
    }
    ChoiceReader added = new ChoiceReader(index, origin);
    choices.add(added);
    return added;
  }
}
