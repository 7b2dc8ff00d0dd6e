package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import org.jspecify.annotations.Nullable;

/** What stands at the top of an answer and of every chunk of a streamed one. */
final class AnswerHead {
  private static final int ID_DIGITS = 24;

  private AnswerHead() {}

  static ObjectNode of(String object, AnswerEvent.Started started, AnswerFrame frame) {
    long created = started.created() == 0 ? frame.now() : started.created();
    String model = started.model() == null ? frame.model() : started.model();
    ObjectNode head = Json.object();
    head.put("id", started.id() == null ? minted(created, model) : started.id());
    head.put("object", object);
    head.put("created", created);
    head.put("model", model == null ? "" : model);
    return head;
  }

  private static String minted(long created, @Nullable String model) {
    return "chatcmpl-" + Hash.of(created + "/" + model, ID_DIGITS);
  }
}
