package io.ailb.agent.batch.estimate;

import io.ailb.client.ChatMessage;
import io.ailb.client.ChatRequest;
import io.ailb.model.AiCall;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.recognise.Recogniser;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a request will be taken for. */
final class Look {
  private static final Origin NOWHERE = new Origin("https", "ai-lb.invalid", 443);
  private static final HttpFields JSON = HttpFields.of("content-type", "application/json");

  /** The words of JSON around one text. */
  private static final int AROUND = 30;

  private Look() {}

  /** Null = nobody could make anything of it. */
  static @Nullable AiCall at(ChatRequest request) {
    String target = request.path();
    if (target == null) {
      return ofMessages(request);
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? null : target.substring(mark + 1);
    Operation operation = Recogniser.operation(path);
    if (operation == null) {
      return null;
    }
    Recogniser.Reading reading =
        Recogniser.read(operation, "POST", NOWHERE, path, query, JSON, request.json());
    return reading == null ? null : reading.call();
  }

  private static AiCall ofMessages(ChatRequest request) {
    int bytes = AROUND;
    for (ChatMessage message : request.messages()) {
      bytes += AROUND + message.content().getBytes(StandardCharsets.UTF_8).length;
    }
    Integer most = request.maxTokens();
    return new AiCall(
        Operation.CHAT_COMPLETIONS,
        NOWHERE,
        request.model(),
        false,
        false,
        most == null ? -1 : most,
        1,
        bytes,
        0);
  }
}
