package io.ailb.translate;

import io.ailb.model.AiCall;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.Utf8;
import java.util.HashSet;
import java.util.Set;

/**
 * Joins the rest of an answer to what was told of it: the caller sees no second beginning, and the
 * text goes on in the part that is open. White space at the end of what was told was not said to
 * whoever goes on, which may say it again, and some repeat all that they were given: it is told
 * once.
 */
final class Seam implements AnswerWriter {
  /** So much of a text is repeated by no chance. */
  private static final int NO_CHANCE = 24;

  private final Transcript told;
  private final String given;
  private final String before;
  private final Set<Integer> texts = new HashSet<>(2);

  /** What has come and may be a repetition. */
  private final StringBuilder held = new StringBuilder();

  private boolean joined;

  /** Characters that came of this text. */
  private long length;

  Seam(Transcript told) {
    this.told = told;
    this.before = told.text();
    this.given = before.stripTrailing();
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.PartOpen part) {
      if (part.choice() == 0 && (part.kind() == Kind.TEXT || part.kind() == Kind.REFUSAL)) {
        texts.add(part.part());
      }
    } else if (event instanceof AnswerEvent.Delta delta) {
      if (delta.choice() == 0 && texts.contains(delta.part())) {
        length += delta.text().length();
        say(delta.text(), to);
      }
    } else if (event instanceof AnswerEvent.PartClose part) {
      if (part.choice() == 0 && texts.remove(part.part())) {
        complete(to);
      }
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      told.write(new AnswerEvent.UsageUpdate(ofAll(update.usage())), to);
    } else if (event instanceof AnswerEvent.Finish finish) {
      if (finish.choice() == 0) {
        complete(to);
        told.write(finish, to);
      }
    } else if (event instanceof AnswerEvent.Started) {
      if (!told.hasStarted()) {
        told.write(event, to);
      }
    } else if (event instanceof AnswerEvent.End
        || event instanceof AnswerEvent.KeepAlive
        || event instanceof AnswerEvent.Failed) {
      told.write(event, to);
    }
  }

  private void say(String text, Utf8 to) {
    if (joined) {
      tell(text, to);
      return;
    }
    held.append(text);
    if (!mayRepeat(held)) {
      join(to);
    }
  }

  /** Whether what came may still turn out to be something that was told. */
  private boolean mayRepeat(CharSequence so) {
    return (given.length() >= NO_CHANCE && isBeginning(so, before))
        || isBeginning(so, before.substring(given.length()));
  }

  private static boolean isBeginning(CharSequence so, String of) {
    return so.length() < of.length() && of.startsWith(so.toString());
  }

  private void join(Utf8 to) {
    joined = true;
    String text = held.toString();
    held.setLength(0);
    int from = given.length() >= NO_CHANCE && text.startsWith(given) ? given.length() : 0;
    for (int i = given.length();
        i < before.length() && from < text.length() && text.charAt(from) == before.charAt(i);
        i++) {
      from++;
    }
    tell(text.substring(from), to);
  }

  private void tell(String text, Utf8 to) {
    if (!text.isEmpty()) {
      told.write(new AnswerEvent.Delta(0, told.goOn(to), text), to);
    }
  }

  private void complete(Utf8 to) {
    if (!joined) {
      join(to);
    }
    told.complete(to);
  }

  /**
   * The counts of who goes on, whose prompt held what was told, and the output before: nobody
   * counted that, so that it is taken for as many tokens a character as the rest has.
   */
  private Usage ofAll(Usage usage) {
    if (usage.output() == Usage.UNKNOWN) {
      return usage;
    }
    long spoken = Math.max(0, usage.output() - Math.max(0, usage.reasoning()));
    double share =
        length > 0 && spoken > 0 ? (double) spoken / length : 1. / AiCall.BYTES_PER_TOKEN;
    long earlier = Math.round(before.length() * share);
    return new Usage(
        usage.input(),
        usage.output() + earlier,
        usage.cachedInput(),
        usage.cacheWrite(),
        usage.reasoning());
  }
}
