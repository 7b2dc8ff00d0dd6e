package io.ailb.translate;

import io.ailb.model.AiCall;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request for the rest of an answer. */
final class Sequel {
  private Sequel() {}

  /**
   * Whether half an answer to it is a text that another model can go on with, and all that was
   * asked can be said again: what only the caller's dialect has is not read.
   */
  static boolean isPossible(ChatRequest request) {
    return request.tools().isEmpty()
        && request.output() instanceof OutputFormat.Text
        && request.sampling().choices() == 1
        && !request.sampling().logprobs()
        && request.foreign().isEmpty();
  }

  /** The same request, where the model has said {@code text} already: that stands as its turn. */
  static ChatRequest of(ChatRequest request, String text) {
    String given = text.stripTrailing(); // Anthropic takes no other, and models go on best from it
    if (given.isEmpty()) {
      return request;
    }
    List<Turn> turns = new ArrayList<>(request.turns());
    turns.add(new Turn(Turn.Role.ASSISTANT, List.of(new Part.Text(begun(turns) + given))));
    return new ChatRequest(
        request.instructions(),
        turns,
        request.tools(),
        request.toolChoice(),
        request.parallelToolCalls(),
        request.output(),
        request.sampling(),
        left(request.maxOutputTokens(), text),
        request.reasoning(),
        request.verbosity(),
        request.tier(),
        request.userId(),
        request.metadata(),
        request.cacheKey(),
        request.store(),
        request.usageInStream(),
        request.foreign(),
        request.minor());
  }

  /** Takes off the beginning that the caller itself had made of the answer, if that is a text. */
  private static String begun(List<Turn> turns) {
    int last = turns.size() - 1;
    if (last >= 0
        && turns.get(last).role() == Turn.Role.ASSISTANT
        && turns.get(last).parts().size() == 1
        && turns.get(last).parts().get(0) instanceof Part.Text text) {
      turns.remove(last);
      return text.text();
    }
    return "";
  }

  /** The bound is for all of the answer. */
  private static @Nullable Long left(@Nullable Long most, String text) {
    return most == null ? null : (Long) Math.max(1, most - text.length() / AiCall.BYTES_PER_TOKEN);
  }
}
