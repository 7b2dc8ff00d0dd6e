package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.Utf8;
import java.util.Map;
import java.util.TreeMap;

/** Writes a buffered answer, once all of it has come. */
final class WholeWriter implements AnswerWriter {
  private final AnswerFrame frame;
  private final Map<Integer, Message> choices = new TreeMap<>();
  private AnswerEvent.Started started = new AnswerEvent.Started(null, null, 0);
  private Usage usage = Usage.NONE;

  WholeWriter(AnswerFrame frame) {
    this.frame = frame;
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Delta delta) {
      choice(delta.choice()).delta(delta);
    } else if (event instanceof AnswerEvent.PartOpen open) {
      choice(open.choice()).open(open);
    } else if (event instanceof AnswerEvent.PartClose close) {
      choice(close.choice()).close(close);
    } else if (event instanceof AnswerEvent.Logprobs logprobs) {
      choice(logprobs.choice()).logprobs(logprobs);
    } else if (event instanceof AnswerEvent.Finish finish) {
      choice(finish.choice()).finish(finish.reason());
    } else if (event instanceof AnswerEvent.Started first) {
      started = first;
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.End) {
      to.add(answer());
    }
  }

  private Message choice(int index) {
    return choices.computeIfAbsent(index, i -> new Message());
  }

  private ObjectNode answer() {
    ObjectNode answer = AnswerHead.of("chat.completion", started, frame);
    ArrayNode written = answer.putArray("choices");
    choices.forEach((index, message) -> written.add(message.choice(index)));
    if (usage.isKnown()) {
      answer.set("usage", UsageFields.write(usage));
    }
    return answer;
  }
}
