package io.ailb.flow;

import io.ailb.model.AiCall;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.Feature;
import io.ailb.model.HttpFields;
import io.ailb.model.ModelProfile;
import io.ailb.model.Operation;
import io.ailb.model.Query;
import io.ailb.model.ReasoningStyle;
import io.ailb.model.Traits;
import io.ailb.outbound.Caller;
import io.ailb.select.Candidate;
import io.ailb.select.Gate;
import io.ailb.translate.Edited;
import io.ailb.translate.Recipient;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import io.ailb.translate.Transcript;
import io.ailb.translate.Translation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Speaks for one caller to endpoints of other dialects, and knows what cannot be said to whom. A
 * request that stays within its dialect is not even read, unless its endpoint is known to lack
 * something or its host to have habits of its own. Thread-safe.
 */
final class Interpreter implements Gate {
  private static final Set<String> AS_IT_IS = Set.of("openai", "azure", "openai-compatible");

  private static final Capabilities EVERYTHING =
      new Capabilities(EnumSet.allOf(Feature.class), Integer.MAX_VALUE, ReasoningStyle.EFFORT);

  private final Caller caller;
  private final TranslationSettings settings;
  private @Nullable Translation translation; // guarded by this

  /**
   * As whom each candidate of another dialect was found to understand the request. What is learned
   * of it while it is being chosen counts from the next request on. Null until there is one;
   * guarded by this.
   */
  private @Nullable Map<Candidate, Recipient> understood;

  Interpreter(Caller caller, TranslationSettings settings) {
    this.caller = caller;
    this.settings = settings;
  }

  @Override
  public @Nullable String refusal(Candidate candidate) {
    AiCall call = caller.call();
    if (call.operation().kind() != Operation.Kind.GENERATE) {
      return null;
    }
    if (candidate.member().endpoint().hears(call.operation())) {
      return candidate.isRestricted()
          ? translation().refusal(rehearsal(candidate, call.dialect()))
          : null;
    }
    String first = null;
    for (Dialect dialect : candidate.member().endpoint().dialects()) {
      Recipient recipient = recipient(candidate, dialect);
      String refusal = translation().refusal(recipient);
      if (refusal == null) {
        understands(candidate, recipient);
        return null;
      }
      first = first == null ? refusal : first;
    }
    return first;
  }

  /** What to say to an endpoint of another dialect; null if it hears the caller as it is. */
  @Nullable Said said(Candidate candidate) {
    Endpoint endpoint = candidate.member().endpoint();
    if (endpoint.hears(caller.call().operation())) {
      return null;
    }
    return translation().said(understood(candidate));
  }

  private synchronized void understands(Candidate candidate, Recipient recipient) {
    if (understood == null) {
      understood = new HashMap<>(2);
    }
    understood.put(candidate, recipient);
  }

  private synchronized Recipient understood(Candidate candidate) {
    Recipient recipient = understood == null ? null : understood.get(candidate);
    if (recipient == null) {
      throw new IllegalStateException(
          candidate.member().endpoint() + " was chosen though it cannot be asked");
    }
    return recipient;
  }

  /** The request for a host of the caller's own dialect; null if it goes out as it came. */
  @Nullable Edited edited(Candidate candidate) {
    boolean heard =
        candidate.member().endpoint().hears(caller.call().operation())
            && caller.call().operation() == Operation.CHAT_COMPLETIONS;
    // Of a host that nobody knows it is best to believe that it knows what it is asked.
    return heard && !AS_IT_IS.contains(candidate.profile().host())
        ? translation().edited(recipient(candidate, caller.call().dialect()))
        : null;
  }

  /**
   * Keeps what the caller is told by a candidate; null if nobody could go on with it.
   *
   * @param limit characters of text that are kept
   * @param now seconds since 1970
   */
  @Nullable Transcript told(Candidate candidate, long limit, long now) {
    return caller.call().operation().kind() == Operation.Kind.GENERATE
        ? translation().told(candidate.target().sent(), limit, now)
        : null;
  }

  /** Reads along in the answer of a candidate that speaks the caller's own dialect. */
  Rendition shadow(Candidate candidate, HttpFields headers, Transcript told) {
    return translation().shadow(recipient(candidate, caller.call().dialect()), headers, told);
  }

  /** Asks others for the rest of what was told. */
  Resumption resumption(Transcript told) {
    return new Resumption(caller.call(), told, translation().rest(told));
  }

  /** Of its own dialect, an endpoint lacks only what is said of it; the rest is its business. */
  private static Recipient rehearsal(Candidate candidate, Dialect dialect) {
    Endpoint endpoint = candidate.member().endpoint();
    Capabilities can =
        endpoint
            .traits()
            .capabilities()
            .on(EVERYTHING)
            .without(candidate.member().lacking(candidate.target().sent()));
    return recipient(candidate, dialect, can);
  }

  static Recipient recipient(Candidate candidate, Dialect dialect) {
    return recipient(candidate, dialect, candidate.capabilities(dialect));
  }

  private static Recipient recipient(Candidate candidate, Dialect dialect, Capabilities can) {
    Endpoint endpoint = candidate.member().endpoint();
    ModelProfile profile = candidate.profile();
    Traits traits = endpoint.traits();
    return new Recipient(
        dialect,
        profile.host(),
        candidate.target().sent(),
        can,
        profile.maxOutput(),
        traits.defaultMaxTokens(),
        endpoint.apiVersion(),
        traits.inputIncludesCache());
  }

  private synchronized Translation translation() {
    Translation known = translation;
    if (known == null) {
      known =
          new Translation(
              caller.call(), caller.body(), wantsArray(), settings.drop(), settings.strict());
      translation = known;
    }
    return known;
  }

  /** Gemini streams the elements of an array to who does not ask for events. */
  private boolean wantsArray() {
    return caller.call().operation() == Operation.STREAM_GENERATE_CONTENT
        && Query.parameters(caller.query()).stream().noneMatch("alt=sse"::equals);
  }
}
