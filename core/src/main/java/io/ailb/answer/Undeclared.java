package io.ailb.answer;

import io.ailb.model.AiCall;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer to somebody who asked for a stream, whose headers do not say whether it is one, as some
 * gateways have it: SDKs read it all the same. Its first byte tells.
 */
final class Undeclared implements AnswerWatch {
  private final AiCall call;
  private @Nullable AnswerWatch known;

  Undeclared(AiCall call) {
    this.call = call;
  }

  @Override
  public int feed(byte[] bytes, int from, int to) {
    int at = from;
    while (known == null && at < to) {
      byte first = bytes[at++];
      if (!Character.isWhitespace(first)) {
        boolean json = first == '{' || first == '[';
        known = json ? AnswerWatch.json(call) : new StreamWatch(call.dialect(), call.choices());
      }
    }
    return known == null ? to : known.feed(bytes, from, to);
  }

  /** Until then, one that has not begun. */
  private AnswerWatch known() {
    if (known == null) {
      known = new StreamWatch(call.dialect(), call.choices());
    }
    return known;
  }

  @Override
  public void end() {
    known().end();
  }

  @Override
  public int contents() {
    return known == null ? 0 : known.contents();
  }

  @Override
  public boolean ended() {
    return known != null && known.ended();
  }

  @Override
  public boolean whole() {
    return known != null && known.whole();
  }

  @Override
  public @Nullable ErrorInfo error() {
    return known == null ? null : known.error();
  }

  @Override
  public int errorFrom() {
    return known == null ? 0 : known.errorFrom();
  }

  @Override
  public boolean unreadable() {
    return known != null && known.unreadable();
  }

  @Override
  public Usage usage() {
    return known == null ? Usage.NONE : known.usage();
  }

  @Override
  public List<String> issued() {
    return known == null ? List.of() : known.issued();
  }

  @Override
  public byte[] missingEnd() {
    return known == null ? new byte[0] : known.missingEnd();
  }

  @Override
  public boolean isStream() {
    return known == null || known.isStream();
  }
}
