package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.AnswerWatch;
import io.ailb.answer.SseScanner;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a good answer of another dialect, and says it anew in the caller's. What a recipient
 * streams goes on event by event; what it holds is one event in progress (at most 16 MiB) and, of
 * calls that the caller's dialect cannot interleave, those that wait. An answer that is not a
 * stream is held whole (at most 64 MiB), and one of more characters is broken off in any form. For
 * one thread at a time.
 */
public final class Rendition implements AnswerWatch {
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
  private static final int MAX_WHOLE = 64 * 1024 * 1024;

  private final AiCall call;
  private final boolean array;
  private final AnswerReader reader;
  private final AnswerWriter writer;
  private final Map<String, String> toolNames;

  /** Whether the recipient sends events. */
  private final boolean events;

  private final SseScanner scanner = new SseScanner(this::event);
  private final EventTrees trees = new EventTrees();
  private final Consumer<AnswerEvent> steps = this::pass;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream(0);
  private final Utf8 out = new Utf8();

  private int contents;

  /** Characters of all that was said so far: no writer holds more than these. */
  private long length;

  /** Choices seen, and of those the ones that said why they ended. */
  private int begun;

  private int finished;

  /** Whether the choice is among those that every caller looks for. */
  private boolean first;

  private boolean ended;
  private boolean unreadable;
  private Usage usage = Usage.NONE;
  private @Nullable ErrorInfo error;

  /**
   * @param toolNames the caller's names of tools that have another one here
   * @param headers with which the answer begins
   * @param array whether the caller gets a stream as the elements of an array
   */
  Rendition(
      AiCall call,
      AnswerReader reader,
      Map<String, String> toolNames,
      HttpFields headers,
      boolean array,
      AnswerWriter writer) {
    this.call = call;
    this.array = array;
    this.toolNames = toolNames;
    this.reader = reader;
    this.writer = writer;
    this.events = isEvents(headers);
  }

  /** Whatever does not say that it is a stream is read as JSON: some hosts name no type. */
  private static boolean isEvents(HttpFields headers) {
    String type = headers.first("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }

  /** The media type of what the caller gets. */
  public String contentType() {
    return call.stream() && !array ? "text/event-stream; charset=utf-8" : "application/json";
  }

  /** What can be passed on since this was last asked; may be empty. */
  public byte[] take() {
    return out.take();
  }

  /** The bytes that end a stream of which something was passed on with an error. */
  public byte[] failure(Problem problem) {
    ErrorInfo shown =
        new ErrorInfo(
            problem.kind(),
            problem.status(),
            problem.message(),
            problem.code(),
            null,
            problem.requestId());
    out.take();
    writer.write(new AnswerEvent.Failed(shown), out);
    return out.take();
  }

  @Override
  public int feed(byte[] bytes, int from, int to) {
    if (events) {
      int comments = scanner.comments();
      scanner.feed(bytes, from, to);
      unreadable |= scanner.overflown();
      if (scanner.comments() > comments && out.isEmpty()) {
        pass(AnswerEvent.KEEP_ALIVE); // who waits for more sees that there is somebody
      }
    } else if (whole.size() + (to - from) > MAX_WHOLE) {
      unreadable = true;
    } else {
      whole.write(bytes, from, to - from);
    }
    return to;
  }

  private boolean event(byte[] data, int from, int to) {
    if (from == to || error != null || ended) {
      return true;
    }
    if (Arrays.equals(data, from, to, DONE, 0, DONE.length)) {
      reader.done(steps);
      return true;
    }
    ObjectNode object = trees.read(data, from, to);
    if (object == null) {
      unreadable = true;
      return false;
    }
    reader.event(object, steps);
    return true;
  }

  @Override
  public void end() {
    if (unreadable || ended || error != null) {
      return;
    }
    if (events) {
      scanner.end();
      cut();
    } else {
      readWhole();
    }
  }

  /**
   * Nothing more of a stream comes, and what came last may be a fragment. Some dialects say why
   * they end before they do: with that they are whole.
   */
  public void cut() {
    if (events && !unreadable && !ended && error == null) {
      reader.end(this::passUnlessCut);
    }
  }

  private void readWhole() {
    JsonNode root = Json.parse(whole.toByteArray(), 0, whole.size());
    if (root instanceof ObjectNode object) {
      reader.whole(object, steps);
    } else if (root instanceof ArrayNode elements && !elements.isEmpty()) {
      // A stream without events: Gemini's for who did not ask for them, or its wrapped error.
      for (JsonNode element : elements) {
        if (element instanceof ObjectNode object && !ended && error == null) {
          reader.event(object, steps);
        }
      }
      if (!ended && error == null) {
        reader.end(this::passUnlessCut);
      }
    } else {
      unreadable = true;
    }
  }

  /** A body that ends too early is no error that its provider reports: it is just not whole. */
  private void passUnlessCut(AnswerEvent event) {
    if (!(event instanceof AnswerEvent.Failed)) {
      pass(event);
    }
  }

  private void pass(AnswerEvent event) {
    if (error != null || ended || unreadable) {
      return;
    }
    if (event instanceof AnswerEvent.Failed failed) {
      error = failed.error();
      return;
    }
    if (event instanceof AnswerEvent.Finish finish && isUseless(finish)) {
      error =
          ErrorInfo.withoutAnswer(
              ErrorClass.SERVER_ERROR, "the model made a call that nobody can use");
      return;
    }
    if (event instanceof AnswerEvent.End && !first) {
      error = ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "the answer has no first choice");
      return;
    }
    AnswerEvent named = event;
    if (event instanceof AnswerEvent.Delta delta) {
      contents++;
      length += delta.text().length();
      if (length > MAX_WHOLE) {
        unreadable = true;
        return;
      }
    } else if (event instanceof AnswerEvent.PartOpen part) {
      begun = Math.max(begun, part.choice() + 1);
      if (part.toolName() != null) {
        contents++;
        named = renamed(part, part.toolName());
      }
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = merged(usage, update.usage());
    } else if (event instanceof AnswerEvent.Finish finish) {
      begun = Math.max(begun, finish.choice() + 1);
      finished++;
      first |= finish.choice() == 0;
    } else if (event instanceof AnswerEvent.End) {
      ended = true;
    }
    writer.write(named, out);
  }

  /** An unusable call and nothing else: elsewhere there may be an answer. Gemini has a word. */
  private boolean isUseless(AnswerEvent.Finish finish) {
    return finish.reason() == FinishReason.ERROR
        && contents == 0
        && call.dialect() != Dialect.GEMINI;
  }

  private AnswerEvent renamed(AnswerEvent.PartOpen part, String name) {
    String callers = toolNames.get(name);
    return callers == null
        ? part
        : new AnswerEvent.PartOpen(part.choice(), part.part(), part.kind(), part.toolId(), callers);
  }

  private static Usage merged(Usage before, Usage update) {
    return new Usage(
        known(update.input(), before.input()),
        known(update.output(), before.output()),
        known(update.cachedInput(), before.cachedInput()),
        known(update.cacheWrite(), before.cacheWrite()),
        known(update.reasoning(), before.reasoning()));
  }

  private static long known(long count, long before) {
    return count == Usage.UNKNOWN ? before : count;
  }

  /** Of a buffered answer none is shown before all of it has come. */
  @Override
  public int contents() {
    return call.stream() ? contents : 0;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean whole() {
    return ended || (finished > 0 && finished == begun);
  }

  @Override
  public @Nullable ErrorInfo error() {
    return error;
  }

  @Override
  public boolean unreadable() {
    return unreadable;
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public boolean isStream() {
    return call.stream() && events;
  }
}
