package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorInfo;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer that is passed on in pieces. Items never overlap: what belongs to a part that
 * begins while another is open waits until that one is closed. And an item is declared done only
 * when the next begins or the answer ends, as not before then is it known whether it was cut.
 */
final class StreamWriter implements AnswerWriter {
  private static final int OF_ANSWER = -1;
  private static final int OF_OTHER_CHOICE = -2;

  private final ResponseBody response;
  private final LifeCycle life = new LifeCycle();

  /** The items that were declared done, exactly as they were. */
  private final ArrayNode output = Json.array();

  private int items;
  private @Nullable OutputItem open;
  private @Nullable OutputItem undeclared;
  private List<AnswerEvent> waiting = new ArrayList<>();
  private AnswerEvent.@Nullable Finish finish;

  StreamWriter(AnswerFrame frame) {
    response = new ResponseBody(frame);
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    int part = partOf(event);
    OutputItem item = open;
    if (part == OF_ANSWER) {
      ofAnswer(event, to);
    } else if (item != null && part == item.part) {
      ofItem(item, event, to);
    } else if (item != null && part != OF_OTHER_CHOICE) {
      waiting.add(event);
    } else if (event instanceof AnswerEvent.PartOpen opened && part != OF_OTHER_CHOICE) {
      announce(opened, to);
    }
  }

  @Override
  public boolean passed(ObjectNode event) {
    life.passed(event);
    String id = Json.string(event, "item_id");
    if (open != null && id != null && !id.equals(open.id())) {
      open.rename(id, event.path("output_index").asInt(open.index()));
      items = open.index() + 1;
    }
    return !event.path("type").asText().endsWith(".done");
  }

  private static int partOf(AnswerEvent event) {
    if (event instanceof AnswerEvent.Delta delta) {
      return place(delta.choice(), delta.part());
    }
    if (event instanceof AnswerEvent.PartOpen opened) {
      return place(opened.choice(), opened.part());
    }
    if (event instanceof AnswerEvent.PartClose closed) {
      return place(closed.choice(), closed.part());
    }
    if (event instanceof AnswerEvent.Secret secret) {
      return place(secret.choice(), secret.part());
    }
    if (event instanceof AnswerEvent.Logprobs logprobs) {
      return place(logprobs.choice(), logprobs.part());
    }
    return OF_ANSWER;
  }

  /** There is one choice here. */
  private static int place(int choice, int part) {
    return choice == 0 ? part : OF_OTHER_CHOICE;
  }

  private void announce(AnswerEvent.PartOpen opened, Utf8 to) {
    declare(true, to);
    open = new OutputItem(opened, items++, response.id());
    life.announce(open, to);
  }

  private void ofItem(OutputItem item, AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Delta delta) {
      delta(item, item.add(delta.text()), to);
    } else if (event instanceof AnswerEvent.PartClose) {
      close(item, to);
    } else if (event instanceof AnswerEvent.Secret secret) {
      item.add(secret.value());
    } else if (event instanceof AnswerEvent.Logprobs logprobs && item.kind == Kind.TEXT) {
      // They come after their text, which did not wait for them.
      life.textDelta(item, "", item.add(logprobs), to);
    }
  }

  private void delta(OutputItem item, String delta, Utf8 to) {
    if (!delta.isEmpty()) {
      life.delta(item, delta, to);
    }
  }

  private void close(OutputItem item, Utf8 to) {
    delta(item, item.close(), to);
    life.complete(item, to);
    open = null;
    undeclared = item;
    List<AnswerEvent> next = waiting;
    waiting = new ArrayList<>();
    next.forEach(event -> write(event, to));
  }

  private void declare(boolean complete, Utf8 to) {
    OutputItem item = undeclared;
    if (item != null) {
      undeclared = null;
      ObjectNode whole = item.whole(complete);
      output.add(whole);
      life.done(item, whole, to);
    }
  }

  private void ofAnswer(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Started started) {
      response.started(started);
      life.response("response.created", response.inProgress(), to);
      life.response("response.in_progress", response.inProgress(), to);
    } else if (event instanceof AnswerEvent.Finish finished) {
      if (finished.choice() == 0) {
        finish(finished, to);
      }
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      response.used(update.usage());
    } else if (event instanceof AnswerEvent.End) {
      ObjectNode ended = response.ended(finish, output);
      life.response("response." + ended.path("status").textValue(), ended, to);
    } else if (event instanceof AnswerEvent.Failed failed) {
      fail(failed.error(), to);
    } else if (event instanceof AnswerEvent.KeepAlive) {
      to.add(": keep-alive\n\n");
    }
  }

  private void finish(AnswerEvent.Finish finished, Utf8 to) {
    finish = finished;
    while (open != null) {
      close(open, to);
    }
    declare(!ResponseBody.cuts(finished.reason()), to);
  }

  /** What is open stays so: nobody knows how it would have gone on. */
  private void fail(ErrorInfo error, Utf8 to) {
    declare(true, to);
    Problem problem =
        new Problem(error.kind(), error.status(), error.message(), error.code(), error.requestId());
    life.response("response.failed", response.failed(FailedResponse.error(problem), output), to);
  }
}
