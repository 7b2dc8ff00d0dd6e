package io.ailb.agent.batch;

import java.util.Arrays;

/**
 * What is known of each id, in some 20 bytes: by 64 bits of a hash, not by the id. Of a million ids
 * two share a hash with a chance of 1 in 37 million, of a hundred million 1 in 3,700: then the
 * second passes for a duplicate of the first, and is reported as one, not lost. Open addressing, in
 * segments that grow one by one, so that growing needs little more than there is.
 */
final class IdTable {
  /** Its item is in the output. */
  static final int DONE = 1 << 31;

  /** The input has had it. */
  static final int SEEN = 1 << 30;

  /** It is in the output without its line's fingerprint. */
  static final int OF_ANY_LINE = 1 << 29;

  private static final int LINE_BITS = OF_ANY_LINE - 1;
  private static final int SEGMENT_BITS = 10;
  private static final int START = 8;

  private final Segment[] segments = new Segment[1 << SEGMENT_BITS];

  IdTable() {
    Arrays.setAll(segments, i -> new Segment());
  }

  /** 0 = it was never put. */
  int get(long id) {
    return segment(id).get(notZero(id));
  }

  /** The bits that are kept of a line's fingerprint: one change in 500 million goes unnoticed. */
  static int line(long fingerprint) {
    return (int) fingerprint & LINE_BITS;
  }

  static boolean isOfLine(int known, long fingerprint) {
    return (known & OF_ANY_LINE) != 0 || (known & LINE_BITS) == line(fingerprint);
  }

  void put(long id, int known) {
    segment(id).put(notZero(id), known);
  }

  /** As before the input was read. */
  void forgetSeen() {
    for (Segment segment : segments) {
      for (int i = 0; i < segment.known.length; i++) {
        segment.known[i] &= ~SEEN;
      }
    }
  }

  /** How many ids have all of these marks and none of those. */
  long count(int marks, int without) {
    long count = 0;
    for (Segment segment : segments) {
      for (int known : segment.known) {
        if ((known & (marks | without)) == marks) {
          count++;
        }
      }
    }
    return count;
  }

  private Segment segment(long id) {
    return segments[(int) (id >>> (Long.SIZE - SEGMENT_BITS))];
  }

  /** Which stands for an empty place. */
  private static long notZero(long id) {
    return id == 0 ? 1 : id;
  }

  private static final class Segment {
    private long[] ids = new long[START];
    private int[] known = new int[START];
    private int size;

    private int get(long id) {
      return known[place(id)];
    }

    private void put(long id, int value) {
      int place = place(id);
      if (ids[place] == 0) {
        if (++size * 4L > ids.length * 3L) {
          grow();
          place = place(id);
        }
        ids[place] = id;
      }
      known[place] = value;
    }

    /** Where it is, or would be. */
    private int place(long id) {
      int place = (int) (((id & 0xffffffffL) * ids.length) >>> Integer.SIZE);
      while (ids[place] != 0 && ids[place] != id) {
        place = place + 1 == ids.length ? 0 : place + 1;
      }
      return place;
    }

    private void grow() {
      long[] oldIds = ids;
      int[] oldKnown = known;
      int length = oldIds.length + Math.max(START, oldIds.length / 3);
      ids = new long[length];
      known = new int[length];
      for (int i = 0; i < oldIds.length; i++) {
        if (oldIds[i] != 0) {
          int place = place(oldIds[i]);
          ids[place] = oldIds[i];
          known[place] = oldKnown[i];
        }
      }
    }
  }
}
