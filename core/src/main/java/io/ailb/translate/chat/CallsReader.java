package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls of one choice. OpenAI tells them apart by their index; hosts leave the index out,
 * put all on 0 with an id each, or repeat a call in every chunk.
 */
final class CallsReader {
  private static final int ID_DIGITS = 24;

  /** What waits for a name longer than this waits in vain. */
  private static final int MOST_EARLY = 64 * 1024;

  private final ChoiceReader choice;
  private final String answer;
  private final List<Call> calls = new ArrayList<>();

  CallsReader(ChoiceReader choice, String answer) {
    this.choice = choice;
    this.answer = answer;
  }

  /** Whether there is one that can be made. */
  boolean any() {
    return calls.stream().anyMatch(Call::isOpen);
  }

  /** Whether there is one that cannot: nobody said whom to call. */
  boolean anyUnusable() {
    return calls.stream().anyMatch(call -> !call.isOpen());
  }

  void read(JsonNode said, Consumer<AnswerEvent> to) {
    ArrayNode deltas = Json.list(said, "tool_calls");
    for (int i = 0; i < deltas.size(); i++) {
      Long index = Json.whole(deltas.get(i), "index");
      // Several at once are several calls, as they are in a buffered answer.
      boolean stated = index != null || deltas.size() == 1;
      delta(stated ? index : Long.valueOf(i), deltas.get(i), to);
    }
    JsonNode legacy = said.get("function_call");
    if (legacy != null && legacy.isObject()) {
      call(0L, null, true).more(null, legacy, "arguments", to);
    }
  }

  /** All arguments have come. */
  void close(Consumer<AnswerEvent> to) {
    calls.forEach(call -> call.close(to));
  }

  private void delta(@Nullable Long index, JsonNode delta, Consumer<AnswerEvent> to) {
    String id = Json.string(delta, "id");
    boolean custom = delta.path("custom").isObject();
    Call call = call(index, id == null || id.isEmpty() ? null : id, !custom);
    JsonNode what = delta.path(custom ? "custom" : "function");
    call.more(id, what, custom ? "input" : "arguments", to);
  }

  /** The call that a delta belongs to, perhaps a new one. */
  private Call call(@Nullable Long index, @Nullable String id, boolean function) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      boolean sameId = id == null || call.id == null || call.id.equals(id);
      boolean same =
          index != null
              ? index.equals(call.index) && sameId
              : id == null || id.equals(call.id); // without either, it is the last one
      if (same) {
        return call;
      }
    }
    Call added = new Call(calls.size(), index, function ? Kind.TOOL_CALL : Kind.CUSTOM_TOOL_CALL);
    calls.add(added);
    return added;
  }

  /** An id that no other call of the choice has. */
  private String unique(@Nullable String id, int position, String name) {
    boolean free = id != null && calls.stream().noneMatch(call -> id.equals(call.emittedId));
    if (id != null && free) {
      return id;
    }
    String origin = answer + "/" + choice.index() + "/" + position + "/" + name;
    return "call_" + Hash.of(origin, ID_DIGITS);
  }

  /** One of them. */
  private final class Call {
    private static final int UNNAMED = -1;

    private final int position;
    private final @Nullable Long index;
    private final Kind kind;
    private final Repeats repeats = new Repeats();
    private @Nullable String id;
    private @Nullable String emittedId;
    private int part = UNNAMED;

    /** Arguments that came before the name. */
    private String early = "";

    private Call(int position, @Nullable Long index, Kind kind) {
      this.position = position;
      this.index = index;
      this.kind = kind;
    }

    private boolean isOpen() {
      return part != UNNAMED;
    }

    private void more(
        @Nullable String givenId, JsonNode what, String field, Consumer<AnswerEvent> to) {
      String name = Json.string(what, "name");
      boolean again = name != null && !name.isEmpty() && isOpen();
      if (id == null && givenId != null && !givenId.isEmpty()) {
        id = givenId;
      }
      String arguments = repeats.added(text(what.get(field)), again);
      if (name != null && !name.isEmpty() && !isOpen()) {
        open(name, to);
        arguments = early + arguments;
      }
      if (!isOpen()) {
        early = early.length() < MOST_EARLY ? early + arguments : early;
      } else if (!arguments.isEmpty()) {
        to.accept(new AnswerEvent.Delta(choice.index(), part, arguments));
      }
    }

    private void open(String name, Consumer<AnswerEvent> to) {
      choice.closeText(to);
      emittedId = unique(id, position, name);
      part = choice.newPart();
      to.accept(new AnswerEvent.PartOpen(choice.index(), part, kind, emittedId, name));
    }

    private void close(Consumer<AnswerEvent> to) {
      if (isOpen()) {
        to.accept(new AnswerEvent.PartClose(choice.index(), part));
      }
    }

    /** Arguments are JSON in a string; some hosts leave the string out. */
    private static String text(@Nullable JsonNode arguments) {
      if (arguments == null || arguments.isNull()) {
        return "";
      }
      return arguments.isTextual() ? arguments.textValue() : Json.text(arguments);
    }
  }
}
