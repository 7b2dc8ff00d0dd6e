package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Template;
import io.ailb.translate.neutral.Utf8;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a stream: a text at once, a call when it is complete, and why the answer ended together
 * with what it cost, as its last chunk.
 */
final class StreamWriter implements AnswerWriter {
  private final AnswerFrame frame;
  private final boolean array;

  /** What ends an element. */
  private final String tail;

  private final Map<Long, OpenPart> open = new HashMap<>();
  private final TreeMap<Integer, String> finishes = new TreeMap<>();

  /** Names of functions whose call nobody can use, by choice. */
  private final Map<Integer, String> unusable = new HashMap<>();

  private final Map<Integer, Boolean> refused = new HashMap<>();
  private Envelope envelope;
  private Usage usage = Usage.NONE;
  private boolean begun;
  private boolean over;

  StreamWriter(AnswerFrame frame) {
    this.frame = frame;
    array = frame.framing() == AnswerFrame.Framing.ARRAY;
    tail = array ? "" : "\n\n";
    envelope = new Envelope(null, frame.model());
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (over) {
      return;
    }
    if (event instanceof AnswerEvent.Delta delta) {
      delta(delta, to);
    } else if (event instanceof AnswerEvent.PartOpen part) {
      open(part);
    } else if (event instanceof AnswerEvent.PartClose close) {
      close(close, to);
    } else if (event instanceof AnswerEvent.Secret secret) {
      secret(secret);
    } else if (event instanceof AnswerEvent.Logprobs logprobs) {
      logprobs(logprobs, to);
    } else if (event instanceof AnswerEvent.Started started) {
      envelope = Envelope.of(started, frame.model());
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = UsageCounts.replaced(usage, update.usage());
    } else if (event instanceof AnswerEvent.Finish finish) {
      finish(finish, to);
    } else if (event instanceof AnswerEvent.End) {
      end(to);
    } else if (event instanceof AnswerEvent.Failed failed) {
      fail(failed.error(), to);
    } else if (event instanceof AnswerEvent.KeepAlive) {
      // White space may stand between the elements of an array.
      to.add(array ? "\n" : ": keep-alive\n\n");
    }
  }

  private static long key(int choice, int part) {
    return ((long) choice << 32) | part;
  }

  private void open(AnswerEvent.PartOpen head) {
    OpenPart part = new OpenPart(head);
    part.chunk = Template.of(Json.text(chunk(candidate(head.choice(), part.text("")))) + tail);
    open.put(key(head.choice(), head.part()), part);
  }

  private void delta(AnswerEvent.Delta delta, Utf8 to) {
    OpenPart part = open.get(key(delta.choice(), delta.part()));
    if (part == null) {
      return;
    }
    if (part.isCall()) {
      part.keep(delta.text());
    } else {
      say(part, part.sayable(delta.text()), to);
    }
  }

  private void say(OpenPart part, String text, Utf8 to) {
    if (!text.isEmpty() && !isHidden(part)) {
      next(to);
      part.chunk.write(text, to);
    }
  }

  /** Callers who said that they do not want to read thoughts do not get them. */
  private boolean isHidden(OpenPart part) {
    return part.kind() == Kind.REASONING
        && Boolean.FALSE.equals(frame.request().reasoning().visible());
  }

  private void close(AnswerEvent.PartClose close, Utf8 to) {
    int choice = close.choice();
    OpenPart part = open.remove(key(choice, close.part()));
    if (part == null) {
      return;
    }
    if (!part.isCall()) {
      say(part, part.rest(), to);
      if (part.isSigned()) {
        element(chunk(candidate(choice, part.signed(part.text("")))), to);
      }
      if (part.kind() == Kind.REFUSAL) {
        refused.put(choice, true);
      }
      return;
    }
    ObjectNode call = part.call();
    if (call == null) {
      unusable.put(choice, part.name());
    } else {
      element(chunk(candidate(choice, call)), to);
    }
  }

  private void secret(AnswerEvent.Secret secret) {
    OpenPart part = open.get(key(secret.choice(), secret.part()));
    if (part != null) {
      part.keep(secret.value());
    }
  }

  private void logprobs(AnswerEvent.Logprobs logprobs, Utf8 to) {
    ObjectNode candidate = candidate(logprobs.choice(), Json.object().put("text", ""));
    candidate.set("logprobsResult", LogprobsResult.write(logprobs.tokens()));
    element(chunk(candidate), to);
  }

  /** A call that the limit cut is no call; one that is complete and no JSON is a failure. */
  private void finish(AnswerEvent.Finish finish, Utf8 to) {
    FinishReason reason = finish.reason();
    String name = unusable.get(finish.choice());
    if (name != null
        && reason != FinishReason.LENGTH
        && reason != FinishReason.CONTENT_FILTER
        && reason != FinishReason.ERROR) {
      String message = "the model called " + name + " with arguments that are no JSON object";
      fail(ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, message), to);
      return;
    }
    finishes.put(finish.choice(), FinishWords.write(reason, refused.containsKey(finish.choice())));
  }

  private void end(Utf8 to) {
    ArrayNode last = Json.array();
    finishes.forEach(
        (choice, word) ->
            last.add(candidate(choice, Json.object().put("text", "")).put("finishReason", word)));
    element(envelope.around(last, usage), to);
    if (array) {
      to.add("]");
    }
    over = true;
  }

  private void fail(ErrorInfo error, Utf8 to) {
    Problem problem =
        new Problem(error.kind(), error.status(), error.message(), error.code(), error.requestId());
    if (array) {
      // Without the bracket nobody could read the error before it.
      element(GeminiErrors.INSTANCE.body(problem), to);
      to.add("]");
    } else {
      to.add(GeminiErrors.INSTANCE.event(problem));
    }
    over = true;
  }

  private static ObjectNode candidate(int choice, ObjectNode part) {
    ObjectNode candidate = Json.object();
    ObjectNode content = candidate.putObject("content");
    content.putArray("parts").add(part);
    content.put("role", "model");
    return candidate.put("index", choice);
  }

  private ObjectNode chunk(ObjectNode candidate) {
    return envelope.around(Json.array().add(candidate), Usage.NONE);
  }

  private void element(JsonNode chunk, Utf8 to) {
    next(to);
    to.add(chunk).add(tail);
  }

  /** Begins the next element. */
  private void next(Utf8 to) {
    String start = begun ? ",\n" : "[";
    to.add(array ? start : "data: ");
    begun = true;
  }
}
