package io.ailb.answer;

import io.ailb.json.JsonCursor;
import io.ailb.json.JsonShape;
import io.ailb.json.StringWatch;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of events. An event that cannot be read means that something was lost: the
 * stream has failed, as nobody can say what it held. Most events differ from the one before in a
 * few words of content alone, and are compared with it, which costs a fraction of reading them; the
 * counts that they repeat are read when somebody asks for them.
 */
final class StreamWatch implements AnswerWatch, SseScanner.Sink {
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private static final byte[] NOTHING = {};

  private final EventReader reader;
  private final StreamState state;
  private final SseScanner scanner = new SseScanner(this);

  /**
   * Of the last event that was read, if others like it need not be: they are content and no more.
   */
  private final JsonShape shape = new JsonShape();

  private final JsonCursor cursor = JsonCursor.strict(shape);

  /** The last event with counts that have not been read, and its length: 0 = none. */
  private byte[] uncounted = NOTHING;

  private int uncountedLength;

  private final @Nullable StringWatch issued;
  private @Nullable ErrorInfo error;
  private int errorFrom;
  private boolean unreadable;
  private boolean cutInBlock;
  private int contents;

  /** Something in the piece fed last had to be read. */
  private boolean read;

  private boolean more;

  StreamWatch(Dialect dialect, int choices) {
    reader = EventReader.of(dialect);
    state = new StreamState(dialect, choices);
    issued = IssuedIds.of(dialect);
  }

  @Override
  public int feed(byte[] bytes, int from, int to) {
    int before = contents;
    read = false;
    int good = scanner.feed(bytes, from, to);
    more = !read && contents > before;
    return good;
  }

  @Override
  public boolean isMore() {
    return more;
  }

  @Override
  public void end() {
    cutInBlock = scanner.isInBlock();
    scanner.end();
  }

  @Override
  public boolean event(byte[] data, int from, int to) {
    if (shape.fits(data, from, to)) {
      contents++;
      if (shape.isCounted()) {
        countLater(data, from, to);
      }
      return true;
    }
    read = true;
    if (from == to || error != null) {
      return true;
    }
    if (Arrays.equals(data, from, to, DONE, 0, DONE.length)) {
      // Where one choice says why it ended, one that does not was cut: this is no end then.
      state.ended = !state.someUnfinished();
      return state.ended;
    }
    count();
    state.content = false;
    shape.begin(data, from, to);
    cursor.over(data, from, to);
    boolean object = cursor.beginObject();
    if (object) {
      reader.read(cursor, state);
    }
    if (!object || !cursor.ok() || !cursor.atEnd()) {
      unreadable = true;
      return false;
    }
    contents += state.content ? 1 : 0;
    if (!state.content || state.ended || state.failed) {
      shape.forget();
    }
    if (issued != null && (!state.content || state.ended)) {
      issued.feed(data, from, to); // what is only content names nothing, and is most of all
    }
    if (state.failed) {
      errorFrom = scanner.eventFrom();
      error = ErrorReader.inside(Arrays.copyOfRange(data, from, to));
    }
    return true;
  }

  private void countLater(byte[] data, int from, int to) {
    uncountedLength = to - from;
    if (uncountedLength > uncounted.length) {
      uncounted = new byte[uncountedLength + uncountedLength / 2];
    }
    System.arraycopy(data, from, uncounted, 0, uncountedLength);
  }

  /** Whatever else the event says has been said before. */
  private void count() {
    if (uncountedLength > 0) {
      JsonCursor again = new JsonCursor().over(uncounted, 0, uncountedLength);
      uncountedLength = 0;
      if (again.beginObject()) {
        reader.read(again, state);
      }
    }
  }

  @Override
  public int contents() {
    return scanner.overflown() ? contents + 1 : contents;
  }

  @Override
  public boolean ended() {
    return state.ended;
  }

  @Override
  public boolean whole() {
    return state.ended || state.allFinished() || scanner.overflown();
  }

  @Override
  public byte[] missingEnd() {
    boolean ends = state.ended || error != null || scanner.overflown();
    String missing = (cutInBlock ? "\n\n" : "") + (ends ? "" : reader.terminator());
    return missing.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable ErrorInfo error() {
    return error;
  }

  @Override
  public int errorFrom() {
    return errorFrom;
  }

  @Override
  public boolean unreadable() {
    return unreadable;
  }

  @Override
  public Usage usage() {
    count();
    return state.usage.usage();
  }

  @Override
  public List<String> issued() {
    return issued == null ? List.of() : issued.take();
  }

  @Override
  public boolean isStream() {
    return true;
  }
}
