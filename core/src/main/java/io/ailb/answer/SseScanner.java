package io.ailb.answer;

import java.util.Arrays;

/**
 * Cuts a stream of server-sent events into their data (wire-facts, section 9), from pieces with any
 * borders: inside a character, between CR and LF. An event's data stays where it is if it came as
 * one line of one piece; else it is copied, into a buffer that is used again: passing events
 * allocate nothing. Event names are not read: in all dialects that have them the data says the
 * same. For one thread.
 */
public final class SseScanner {
  /** The largest event that is held to be read; a stream with a larger one is no longer read. */
  static final int MAX_EVENT = 16 * 1024 * 1024;

  /** Takes the data of each event, in order. */
  @FunctionalInterface
  public interface Sink {
    /**
     * The bytes are the sink's for this call.
     *
     * @return false to stop: this event is bad, and none after it is of interest
     */
    boolean event(byte[] bytes, int from, int to);
  }

  /** UTF-8's byte order mark, which some servers put before the first line. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final byte[] NOTHING = {};

  private final Sink sink;

  /** The beginning of a line whose end has not come yet. */
  private byte[] line = NOTHING;

  private int lineLength;

  /** The data of the event in progress, if it is not lent. */
  private byte[] data = NOTHING;

  private int dataLength;
  private boolean hasData;

  /** Where all of that data stands, in the piece in progress; -1 = not there. */
  private int lentFrom = -1;

  private int lentTo;

  /** Bytes of a byte order mark seen so far; -1 once the text has begun. */
  private int mark;

  /** The last byte was a CR, so that an LF now is its second half. */
  private boolean afterCr;

  /** That CR ended an event. */
  private boolean crEndedEvent;

  /** Something of a block has come, but not the empty line that ends it. */
  private boolean inBlock;

  private int comments;
  private boolean overflown;
  private boolean stopped;

  /** Behind the last good event that ended in the piece in progress. */
  private int boundary;

  public SseScanner(Sink sink) {
    this.sink = sink;
  }

  /** Lines so far that say nothing but that the server lives. */
  public int comments() {
    return comments;
  }

  /** Whether the last block lacks its end so far: many clients would drop it. */
  public boolean isInBlock() {
    return inBlock || lineLength > 0;
  }

  /** Whether an event was too large to be read, and none is read any more. */
  public boolean overflown() {
    return overflown;
  }

  /**
   * Where in the piece in progress the event begins that is being handed on, as far as it has not
   * come before.
   */
  int eventFrom() {
    return boundary;
  }

  /**
   * Takes the next piece, and hands on the events that end in it.
   *
   * @return the index after the last good event that ended in this piece; {@code from} if none did
   */
  public int feed(byte[] bytes, int from, int to) {
    if (overflown || stopped) {
      return overflown ? to : from;
    }
    int lineFrom = mark < 0 ? from : afterMark(bytes, from, to);
    boundary = from;
    for (int at = LineEnds.next(bytes, lineFrom, to);
        at < to;
        at = LineEnds.next(bytes, lineFrom, to)) {
      byte end = bytes[at];
      if (end == '\n' && afterCr && lineFrom == at) {
        // The second half of a CR LF; it belongs to what was before.
        afterCr = false;
        boundary = crEndedEvent ? at + 1 : boundary;
      } else {
        afterCr = end == '\r';
        boolean eventEnds = endLine(bytes, lineFrom, at);
        if (stopped) {
          return boundary;
        }
        if (eventEnds) {
          boundary = at + 1;
        }
        crEndedEvent = afterCr && eventEnds;
      }
      lineFrom = at + 1;
    }
    keepData(bytes);
    if (lineFrom < to) {
      afterCr = false;
      keepLine(bytes, lineFrom, to);
    }
    return overflown ? to : boundary;
  }

  /** The body is over: an event without its closing empty line counts. */
  public void end() {
    if (lineLength > 0) {
      endLine(line, 0, 0);
    }
    dispatch(line); // nothing lies in a piece
  }

  private int afterMark(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && mark < MARK.length && bytes[at] == MARK[mark]) {
      at++;
      mark++;
    }
    if (at < to) {
      if (mark < MARK.length) {
        keepLine(MARK, 0, mark); // it only began like one
      }
      mark = -1;
    }
    return at;
  }

  /** Returns whether the line was empty, which ends an event. */
  private boolean endLine(byte[] bytes, int from, int to) {
    if (lineLength == 0) {
      return takeLine(bytes, from, to);
    }
    keepLine(bytes, from, to);
    int length = lineLength;
    lineLength = 0;
    boolean ends = takeLine(line, 0, length);
    keepData(line);
    return ends;
  }

  private boolean takeLine(byte[] bytes, int from, int to) {
    inBlock = from < to;
    if (!inBlock) {
      dispatch(bytes);
      return true;
    }
    comments += bytes[from] == ':' ? 1 : 0;
    if (isData(bytes, from, to)) {
      int value = from + 5;
      addData(bytes, value < to && bytes[value] == ' ' ? value + 1 : value, to);
    }
    return false;
  }

  private static boolean isData(byte[] bytes, int from, int to) {
    return to - from >= 5
        && bytes[from] == 'd'
        && bytes[from + 1] == 'a'
        && bytes[from + 2] == 't'
        && bytes[from + 3] == 'a'
        && bytes[from + 4] == ':';
  }

  private void addData(byte[] bytes, int from, int to) {
    if (hasData) {
      keepData(bytes);
      append(bytes, from, to);
    } else if (to - from > MAX_EVENT) {
      overflow();
    } else {
      hasData = true;
      lentFrom = from;
      lentTo = to;
    }
  }

  /** What lies in this piece will be gone before the event is all there. */
  private void keepData(byte[] bytes) {
    if (lentFrom >= 0) {
      data = withRoom(data, lentTo - lentFrom);
      System.arraycopy(bytes, lentFrom, data, 0, lentTo - lentFrom);
      dataLength = lentTo - lentFrom;
      lentFrom = -1;
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int needed = dataLength + 1 + (to - from);
    if (needed > MAX_EVENT) {
      overflow();
      return;
    }
    data = withRoom(data, needed);
    data[dataLength] = '\n';
    System.arraycopy(bytes, from, data, dataLength + 1, to - from);
    dataLength = needed;
  }

  private void dispatch(byte[] bytes) {
    if (hasData && !overflown && !stopped) {
      stopped =
          lentFrom < 0 ? !sink.event(data, 0, dataLength) : !sink.event(bytes, lentFrom, lentTo);
    }
    lentFrom = -1;
    hasData = false;
    dataLength = 0;
  }

  private void keepLine(byte[] bytes, int from, int to) {
    int needed = lineLength + (to - from);
    if (needed > MAX_EVENT) {
      overflow();
      return;
    }
    line = withRoom(line, needed);
    System.arraycopy(bytes, from, line, lineLength, to - from);
    lineLength = needed;
  }

  private void overflow() {
    overflown = true;
    line = NOTHING;
    lentFrom = -1;
    data = NOTHING;
    lineLength = 0;
  }

  private static byte[] withRoom(byte[] buffer, int needed) {
    return needed <= buffer.length
        ? buffer
        : Arrays.copyOf(buffer, Math.max(needed, Math.min(MAX_EVENT, 2 * buffer.length)));
  }
}
