package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import io.ailb.model.OneLine;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A caller's request in the words of others. It is read at most once, when first needed, and
 * written once for each kind of recipient: the gate before the choice of an endpoint is a rehearsal
 * of what would be sent, so that the two cannot disagree. Thread-safe.
 */
public final class Translation {
  private final AiCall call;
  private final CallBody body;
  private final boolean array;
  private final Target.Policy policy;

  /** Whether endpoints of the caller's own dialect are asked in our words, too. */
  private final boolean anew;

  // Guarded by this.
  private @Nullable ChatRequest request;
  private @Nullable String unreadable;
  private final Map<Recipient, Said> said = new HashMap<>();
  private final Map<Recipient, Optional<String>> refusals = new HashMap<>();

  /**
   * @param array whether the caller wants a stream as the elements of an array
   * @param drop whether what a recipient lacks is left out where the request stays valid
   * @param strict whether small losses count
   */
  public Translation(AiCall call, CallBody body, boolean array, boolean drop, boolean strict) {
    this.call = call;
    this.body = body;
    this.array = array;
    this.policy = strict ? Target.Policy.STRICT : drop ? Target.Policy.DROP : Target.Policy.SKIP;
    this.anew = false;
  }

  private Translation(Translation first, ChatRequest request) {
    this.call = first.call;
    this.body = first.body;
    this.array = first.array;
    this.policy = first.policy;
    this.anew = true;
    this.request = request;
  }

  /**
   * Keeps what the caller of a stream is told.
   *
   * @param model the name of it to give where the provider gives none
   * @param limit characters of text that are kept
   * @param now seconds since 1970
   * @return null if nobody could go on with an answer to this request
   */
  public synchronized @Nullable Transcript told(String model, long limit, long now) {
    if (!call.stream() || array) {
      return null;
    }
    try {
      ChatRequest asked = request();
      return Sequel.isPossible(asked)
          ? new Transcript(
              Codecs.of(call.dialect())
                  .streamWriter(new AnswerFrame(asked, model, now, AnswerFrame.Framing.EVENTS)),
              limit)
          : null;
    } catch (Malformed e) {
      return null;
    }
  }

  /**
   * Follows an answer that its provider gives in the caller's own dialect, and that is passed on as
   * it is.
   */
  public Rendition shadow(Recipient from, HttpFields headers, Transcript told) {
    return new Rendition(
        call, new PassedReader(from.reader(), told), Map.of(), headers, array, told.writer());
  }

  /** The request for the rest of an answer of which the caller was told so much. */
  public synchronized Translation rest(Transcript told) {
    return new Translation(this, Sequel.of(request(), told.text()));
  }

  /**
   * Why this cannot be said to the recipient, with the field's name; null = it can. To one of the
   * caller's own dialect the request goes out as it came: there it matters only what is known to be
   * lacking, all else is for the recipient to judge.
   */
  public synchronized @Nullable String refusal(Recipient to) {
    return refusals.computeIfAbsent(to, this::tried).orElse(null);
  }

  private Optional<String> tried(Recipient to) {
    boolean own = !anew && to.dialect() == call.dialect();
    try {
      said.put(to, write(to));
      return Optional.empty();
    } catch (Refused e) {
      String field = new FieldNames(Codecs.of(call.dialect()).fieldNames()).of(e.field());
      return own && !e.isOfLack()
          ? Optional.empty()
          : Optional.of(OneLine.of("cannot be asked: " + field + " " + e.reason()));
    } catch (Malformed e) {
      return own ? Optional.empty() : Optional.of(OneLine.of("cannot be asked: " + e.getMessage()));
    }
  }

  /**
   * The request as the recipient takes it.
   *
   * @throws IllegalStateException if it is refused
   */
  public synchronized Said said(Recipient to) {
    String refusal = refusal(to);
    Said words = said.get(to);
    if (words == null) {
      throw new IllegalStateException("not asked whether it can be said: " + refusal);
    }
    return words;
  }

  /**
   * The caller's own request, put right for a host of the caller's dialect that has habits of its
   * own; null if it goes out as it is.
   */
  public @Nullable Edited edited(Recipient to) {
    Target target = target(to);
    byte[] text = body.text().array();
    if (!(Json.parse(text, 0, body.text().limit()) instanceof ObjectNode root)) {
      return null;
    }
    ObjectNode edited = Codecs.of(to.dialect()).edited(root, target);
    return edited == null
        ? null
        : new Edited(
            ByteBuffer.wrap(Json.bytes(edited.put("model", to.model()))), target.dropped());
  }

  private Said write(Recipient to) {
    ChatRequest read = request();
    Dialect own = call.dialect();
    if (to.dialect() != own && !read.foreign().isEmpty()) {
      String field = read.foreign().keySet().iterator().next();
      throw new Refused(field, "is known to " + own.id() + " only");
    }
    Target target = target(to);
    if (to.dialect() != own) {
      read.minor().forEach(target::dropsUnlessStrict);
    }
    ObjectNode written = Codecs.of(to.dialect()).writeRequest(read, target);
    return new Said(call, array, read, to, target, written);
  }

  private Target target(Recipient to) {
    return new Target(
        to.dialect(),
        to.provider(),
        to.model(),
        to.capabilities(),
        policy,
        to.maxOutput(),
        to.defaultMaxTokens(),
        to.apiVersion(),
        call.stream());
  }

  /** The request as it was read. */
  private ChatRequest request() {
    if (unreadable != null) {
      throw new Malformed("the request", unreadable);
    }
    ChatRequest read = request;
    if (read == null) {
      try {
        byte[] text = body.text().array();
        JsonNode root = Json.parse(text, 0, body.text().limit());
        if (!(root instanceof ObjectNode object)) {
          throw new Malformed("the body", "is not a JSON object");
        }
        read = Codecs.of(call.dialect()).readRequest(object);
      } catch (Malformed e) {
        unreadable = "is not valid: " + e.getMessage();
        throw e;
      }
      request = read;
    }
    return read;
  }
}
