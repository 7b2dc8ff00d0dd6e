package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * What the caller of a stream has been told so far, whoever told it, so that somebody else can go
 * on where it broke off. All that is written for the caller goes through here; what a provider of
 * the caller's own dialect told it directly is written too, to nobody, so that the writer stands
 * where the caller does.
 */
public final class Transcript {
  private static final int NONE = -1;

  private final AnswerWriter callers;
  private final long limit;
  private final StringBuilder text = new StringBuilder();

  /** Parts that are no texts, and not complete. */
  private final Set<Integer> others = new HashSet<>(2);

  private boolean started;
  private boolean finished;

  /** A provider told it directly. */
  private boolean passed;

  /** And what came last of it leaves a text open. */
  private boolean passable;

  /** More than text has come, or more than is kept. */
  private boolean closed;

  /** The text that goes on, or {@link #NONE}. */
  private int open = NONE;

  private int parts;
  private Usage usage = Usage.NONE;

  /**
   * @param callers writer of the caller's dialect
   * @param limit characters of text that are kept
   */
  Transcript(AnswerWriter callers, long limit) {
    this.callers = callers;
    this.limit = limit;
  }

  /**
   * Whether a text is all that the caller was told, and can go on. Of what a provider told directly
   * it is known only in the middle of a text how it goes on.
   */
  public boolean canGoOn() {
    int length = text.length();
    return !closed
        && !finished
        && others.isEmpty()
        && (!passed || (passable && open != NONE && length > 0))
        && (length == 0 || !Character.isHighSurrogate(text.charAt(length - 1)));
  }

  /** All of the text so far. */
  public String text() {
    return text.toString();
  }

  /** The size of that, as UTF-8. */
  public int bytes() {
    return text().getBytes(StandardCharsets.UTF_8).length;
  }

  /** The counts that the caller was told. */
  public Usage usage() {
    return usage;
  }

  boolean hasStarted() {
    return started;
  }

  /** Of a text that goes on: the open part, or a new one. */
  int goOn(Utf8 to) {
    passed = false;
    if (open == NONE) {
      write(new AnswerEvent.PartOpen(0, parts, Kind.TEXT, null, null), to);
    }
    return open;
  }

  /** Ends the open text, if there is one. */
  void complete(Utf8 to) {
    if (open != NONE) {
      write(new AnswerEvent.PartClose(0, open), to);
    }
  }

  /** Through which it is told. */
  AnswerWriter writer() {
    return this::write;
  }

  void write(AnswerEvent event, Utf8 to) {
    note(event);
    callers.write(event, to);
  }

  /** The caller got this from its provider. */
  void passed(ObjectNode event) {
    passed = true;
    passable = callers.passed(event);
  }

  private void note(AnswerEvent event) {
    if (event instanceof AnswerEvent.Started) {
      started = true;
    } else if (event instanceof AnswerEvent.PartOpen part) {
      opened(part);
    } else if (event instanceof AnswerEvent.Delta delta) {
      said(delta);
    } else if (event instanceof AnswerEvent.PartClose part) {
      others.remove(part.part());
      open = open == part.part() ? NONE : open;
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.Finish || event instanceof AnswerEvent.Failed) {
      finished = true;
    } else if (event instanceof AnswerEvent.Logprobs) {
      closed = true;
    }
  }

  private void opened(AnswerEvent.PartOpen part) {
    parts = Math.max(parts, part.part() + 1);
    if (part.kind() == Kind.TEXT && part.choice() == 0) {
      open = part.part();
    } else if (part.kind() == Kind.REASONING && part.choice() == 0) {
      others.add(part.part());
    } else {
      closed = true;
    }
  }

  private void said(AnswerEvent.Delta delta) {
    if (closed || others.contains(delta.part())) {
      return;
    }
    if (text.length() + delta.text().length() > limit) {
      closed = true;
      text.setLength(0);
      text.trimToSize();
    } else {
      text.append(delta.text());
    }
  }
}
