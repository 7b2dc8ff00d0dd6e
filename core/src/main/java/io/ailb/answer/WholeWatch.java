package io.ailb.answer;

import io.ailb.json.JsonCursor;
import io.ailb.json.MemberWatch;
import io.ailb.json.StringWatch;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows an answer that is one JSON value. Of it, only the members that matter are kept, and they
 * are read once, at the end.
 */
final class WholeWatch implements AnswerWatch {
  private static final String ERROR = "error";
  private static final String USAGE = "usage";
  private static final String USAGE_OF_GEMINI = "usageMetadata";
  private static final List<String> OF_GEMINI = List.of(USAGE_OF_GEMINI, ERROR);
  private static final List<String> OF_OTHERS = List.of(USAGE, ERROR);

  private final Dialect dialect;
  private final boolean inPieces;
  private final MemberWatch members;
  private final @Nullable StringWatch issued;
  private int pieces;

  /** As far as it was read; null since more has come. */
  private @Nullable Usage usage;

  private WholeWatch(Dialect dialect, boolean inPieces) {
    this.dialect = dialect;
    this.inPieces = inPieces;
    this.issued = IssuedIds.of(dialect);
    this.members = new MemberWatch(dialect == Dialect.GEMINI ? OF_GEMINI : OF_OTHERS);
  }

  /** An answer of which no part is of use without the rest. */
  static WholeWatch atOnce(Dialect dialect) {
    return new WholeWatch(dialect, false);
  }

  /** An array whose elements are shown as they come: Gemini's stream without {@code alt=sse}. */
  static WholeWatch inPieces(Dialect dialect) {
    return new WholeWatch(dialect, true);
  }

  @Override
  public int feed(byte[] bytes, int from, int to) {
    pieces += to > from ? 1 : 0;
    usage = null;
    members.feed(bytes, from, to);
    if (issued != null) {
      issued.feed(bytes, from, to);
    }
    return to;
  }

  @Override
  public void end() {}

  @Override
  public int contents() {
    return inPieces ? pieces : 0;
  }

  @Override
  public boolean ended() {
    return members.complete();
  }

  @Override
  public boolean whole() {
    return members.complete();
  }

  /**
   * Some hosts answer 200 with an error object; OpenAI's Responses has a null one in good answers.
   */
  @Override
  public @Nullable ErrorInfo error() {
    byte[] error = members.value(ERROR);
    if (error != null && new JsonCursor().over(error, 0, error.length).something()) {
      String body = "{\"error\":" + new String(error, StandardCharsets.UTF_8) + "}";
      return ErrorReader.inside(body.getBytes(StandardCharsets.UTF_8));
    }
    return null;
  }

  @Override
  public boolean unreadable() {
    return members.broken();
  }

  @Override
  public Usage usage() {
    Usage known = usage;
    if (known == null) {
      known = read();
      usage = known;
    }
    return known;
  }

  private Usage read() {
    byte[] counts = members.value(dialect == Dialect.GEMINI ? USAGE_OF_GEMINI : USAGE);
    if (counts == null) {
      return Usage.NONE;
    }
    UsageTally tally = new UsageTally(dialect);
    tally.read(new JsonCursor().over(counts, 0, counts.length));
    return tally.usage();
  }

  @Override
  public List<String> issued() {
    return issued == null ? List.of() : issued.take();
  }

  @Override
  public boolean isStream() {
    return false;
  }
}
