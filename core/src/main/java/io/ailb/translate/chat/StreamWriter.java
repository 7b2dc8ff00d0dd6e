package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Utf8;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a stream of chunks. SDKs want the role first, a call's id and name in its first chunk, and
 * usage once, alone and last (wire-facts, section 13).
 */
final class StreamWriter implements AnswerWriter {
  private static final String DATA = "data: ";
  private static final String END = "\n\n";

  private final AnswerFrame frame;
  private final Map<Integer, ChoiceWriter> choices = new HashMap<>();
  private Usage usage = Usage.NONE;

  /** A chunk up to its choices. */
  private String head = "";

  private boolean over;

  StreamWriter(AnswerFrame frame) {
    this.frame = frame;
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (over) {
      return;
    }
    if (event instanceof AnswerEvent.Delta delta) {
      choice(delta.choice(), to).delta(delta, to);
    } else if (event instanceof AnswerEvent.PartOpen open) {
      choice(open.choice(), to).open(open, to);
    } else if (event instanceof AnswerEvent.PartClose close) {
      choice(close.choice(), to).close(close, to);
    } else if (event instanceof AnswerEvent.Logprobs logprobs) {
      choice(logprobs.choice(), to).logprobs(logprobs, to);
    } else if (event instanceof AnswerEvent.Finish finish) {
      finish(finish, to);
    } else {
      around(event, to);
    }
  }

  private void around(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Started started) {
      start(started, to);
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.KeepAlive) {
      to.add(": keep-alive\n\n");
    } else if (event instanceof AnswerEvent.Failed failed) {
      fail(failed.error(), to);
    } else if (event instanceof AnswerEvent.End) {
      end(to);
    }
  }

  private void start(AnswerEvent.Started started, Utf8 to) {
    String object = Json.text(AnswerHead.of("chat.completion.chunk", started, frame));
    head = DATA + object.substring(0, object.length() - 1) + ",\"choices\":[";
    choice(0, to);
  }

  private ChoiceWriter choice(int index, Utf8 to) {
    ChoiceWriter known = choices.get(index);
    if (known != null) {
      return known;
    }
    ChoiceWriter added = new ChoiceWriter(index, head);
    choices.put(index, added);
    added.begin(to);
    return added;
  }

  /** A call that nobody can use is no answer, unless there is text beside it, in any choice. */
  private void finish(AnswerEvent.Finish finish, Utf8 to) {
    ChoiceWriter choice = choice(finish.choice(), to);
    if (finish.reason() == FinishReason.ERROR
        && choices.values().stream().noneMatch(ChoiceWriter::hasSaidSomething)) {
      fail(
          ErrorInfo.withoutAnswer(
              ErrorClass.SERVER_ERROR, "the model made a call that cannot be used"),
          to);
      return;
    }
    choice.finish(finish.reason(), to);
  }

  private void fail(ErrorInfo error, Utf8 to) {
    over = true;
    to.add(
        ChatErrors.INSTANCE.event(
            new Problem(
                error.kind(), error.status(), error.message(), error.code(), error.requestId())));
  }

  private void end(Utf8 to) {
    over = true;
    if (frame.request().usageInStream() && usage.isKnown()) {
      to.add(head).add("],\"usage\":").add(UsageFields.write(usage)).add("}" + END);
    }
    to.add("data: [DONE]\n\n");
  }

  /** Writes the chunks of one choice. */
  private static final class ChoiceWriter {
    private static final String NOT_YET = "},\"logprobs\":null,\"finish_reason\":null}]}" + END;

    private final String head;
    private final Map<Integer, PartWriter> parts = new HashMap<>();

    /** Calls that nothing was told yet, in order. */
    private final Map<Integer, PartWriter> silent = new LinkedHashMap<>();

    private int calls;
    private boolean saidSomething;

    private ChoiceWriter(int index, String head) {
      this.head = head + "{\"index\":" + index + ",\"delta\":{";
    }

    private boolean hasSaidSomething() {
      return saidSomething;
    }

    private void begin(Utf8 to) {
      to.add(head).add("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null").add(NOT_YET);
    }

    private void open(AnswerEvent.PartOpen open, Utf8 to) {
      PartWriter part = PartWriter.of(open, calls, head, NOT_YET);
      parts.put(open.part(), part);
      if (part.isCall()) {
        calls++;
        saidSomething = true;
        silent.put(open.part(), part);
        to.add(head).add(part.first(open)).add(NOT_YET);
      }
    }

    private void delta(AnswerEvent.Delta delta, Utf8 to) {
      PartWriter part = parts.get(delta.part());
      if (part != null && part.isShown()) {
        silent.remove(delta.part());
        write(part, part.hold().add(delta.text()), to);
      }
    }

    private void close(AnswerEvent.PartClose close, Utf8 to) {
      PartWriter part = parts.remove(close.part());
      if (part != null && part.isShown()) {
        write(part, part.hold().close(), to);
      }
    }

    private void write(PartWriter part, String text, Utf8 to) {
      if (!text.isEmpty()) {
        saidSomething = true;
        part.delta().write(text, to);
      }
    }

    private void logprobs(AnswerEvent.Logprobs logprobs, Utf8 to) {
      PartWriter part = parts.get(logprobs.part());
      if (part == null || !part.isShown() || part.isCall()) {
        return;
      }
      ObjectNode object = Json.object();
      JsonNode tokens = TokenLogprobs.write(logprobs.tokens());
      object.putNull("content").putNull("refusal").set(part.name(), tokens);
      to.add(head).add("},\"logprobs\":").add(object).add(",\"finish_reason\":null}]}" + END);
    }

    /** A finished call without arguments has none; one that was cut off might have had some. */
    private void finish(FinishReason reason, Utf8 to) {
      if (reason == FinishReason.TOOL_CALLS) {
        silent.values().stream()
            .filter(part -> part.kind() == AnswerEvent.Kind.TOOL_CALL)
            .forEach(part -> write(part, "{}", to));
      }
      String word = FinishWords.write(reason);
      to.add(head).add("},\"logprobs\":null,\"finish_reason\":\"" + word + "\"}]}" + END);
    }
  }
}
