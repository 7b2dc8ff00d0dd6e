package io.ailb.flow;

import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.select.Candidate;
import io.ailb.select.Gate;
import io.ailb.translate.Recipient;
import io.ailb.translate.Said;
import io.ailb.translate.Transcript;
import io.ailb.translate.Translation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the rest of a stream that broke off. What was told of it stands as a last turn of the
 * model's, so that only who can go on from one is asked: in our words, whatever it speaks.
 */
final class Resumption implements Gate {
  private final AiCall call;
  private final Transcript told;
  private final Translation rest;

  /** As whom each candidate was found to understand it. */
  private final Map<Candidate, Recipient> understood =
      Collections.synchronizedMap(new IdentityHashMap<>(2));

  Resumption(AiCall call, Transcript told, Translation rest) {
    this.call = call;
    this.told = told;
    this.rest = rest;
  }

  Transcript told() {
    return told;
  }

  @Override
  public @Nullable String refusal(Candidate candidate) {
    String first = null;
    for (Dialect dialect : dialects(candidate.member().endpoint())) {
      Recipient recipient = Interpreter.recipient(candidate, dialect);
      String refusal = rest.refusal(recipient);
      if (refusal == null) {
        understood.put(candidate, recipient);
        return null;
      }
      first = first == null ? refusal : first;
    }
    return first;
  }

  /** The caller's own comes first. */
  private Set<Dialect> dialects(Endpoint endpoint) {
    Set<Dialect> dialects = new LinkedHashSet<>();
    if (endpoint.hears(call.operation())) {
      dialects.add(call.dialect());
    }
    dialects.addAll(endpoint.dialects());
    return dialects;
  }

  Said said(Candidate candidate) {
    Recipient recipient = understood.get(candidate);
    if (recipient == null) {
      throw new IllegalStateException(candidate + " was chosen though it cannot be asked");
    }
    return rest.said(recipient);
  }
}
