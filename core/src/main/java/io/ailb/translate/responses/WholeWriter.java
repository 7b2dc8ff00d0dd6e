package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes an answer that is passed on whole. */
final class WholeWriter implements AnswerWriter {
  private final ResponseBody response;

  /** By part, in the order of the answer. */
  private final Map<Integer, OutputItem> items = new LinkedHashMap<>();

  private AnswerEvent.@Nullable Finish finish;

  WholeWriter(AnswerFrame frame) {
    response = new ResponseBody(frame);
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Started started) {
      response.started(started);
    } else if (event instanceof AnswerEvent.PartOpen open && open.choice() == 0) {
      items.put(open.part(), new OutputItem(open, items.size(), response.id()));
    } else if (event instanceof AnswerEvent.Delta delta) {
      at(delta.choice(), delta.part(), item -> item.add(delta.text()));
    } else if (event instanceof AnswerEvent.Secret secret) {
      at(secret.choice(), secret.part(), item -> item.add(secret.value()));
    } else if (event instanceof AnswerEvent.Logprobs logprobs) {
      at(logprobs.choice(), logprobs.part(), item -> item.add(logprobs));
    } else if (event instanceof AnswerEvent.PartClose close) {
      at(close.choice(), close.part(), OutputItem::close);
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      response.used(update.usage());
    } else if (event instanceof AnswerEvent.Finish finished && finished.choice() == 0) {
      finish = finished;
    } else if (event instanceof AnswerEvent.End) {
      to.add(response.ended(finish, output()));
    }
  }

  private void at(int choice, int part, Consumer<OutputItem> what) {
    OutputItem item = choice == 0 ? items.get(part) : null;
    if (item != null) {
      what.accept(item);
    }
  }

  private ArrayNode output() {
    boolean cut = finish != null && ResponseBody.cuts(finish.reason());
    ArrayNode output = Json.array();
    for (OutputItem item : items.values()) {
      output.add(item.whole(!cut || item.index() < items.size() - 1));
    }
    return output;
  }
}
