package io.ailb.flow;

import io.ailb.model.AiCall;
import io.ailb.model.Fingerprint;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.recognise.Conversation;
import io.ailb.recognise.Recogniser;
import io.ailb.select.AffinitySettings;
import io.ailb.select.Ties;
import org.jspecify.annotations.Nullable;

/** Tells which requests belong together, by what the configuration wants to know them by. */
final class Kinship {
  private Kinship() {}

  /** The conversation that a request is part of; {@link Ties#NO_CONVERSATION} if nothing tells. */
  static long of(AffinitySettings settings, HttpFields headers, Recogniser.Reading reading) {
    AiCall call = reading.call();
    if (call.operation().kind() != Operation.Kind.GENERATE) {
      return Ties.NO_CONVERSATION; // nothing that a cache could serve
    }
    return switch (settings.by()) {
      case NONE -> Ties.NO_CONVERSATION;
      case HEADER -> named(headers.first(settings.header()));
      case USER -> Conversation.ofUser(call.dialect(), reading.body());
      case PROMPT_PREFIX -> Conversation.ofBeginning(call.dialect(), reading.body());
      case AUTO -> {
        long named = named(headers.first(settings.header()));
        yield named == Ties.NO_CONVERSATION ? named(reading.cacheKey()) : named;
      }
    };
  }

  private static long named(@Nullable String name) {
    return name == null || name.isBlank() ? Ties.NO_CONVERSATION : Fingerprint.of(name.trim());
  }
}
