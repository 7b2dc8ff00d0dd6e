package io.ailb.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to the application. Bytes whose fate is open are held, and copied unless they
 * stay where they are until more comes; of a committed answer, what is known to be good goes on
 * without a copy. Guarded by the lock of its exchange; but whoever reports each piece himself, and
 * takes what it brought, needs none to take it.
 */
final class Outlet {
  private static final byte[] NOTHING = {};

  /** Held: before the commit point all of the answer, after it an event that is not all there. */
  private byte[] held = NOTHING;

  private int heldFrom;
  private int heldLength;

  /** They lie in the caller's piece: nothing can be put beside them. */
  private boolean borrowed;

  /** How much of {@link #held} is known to be good. */
  private int sure;

  private boolean open;

  /**
   * Where the next bytes for the application lie: mostly in the caller's piece. Null = there are
   * none, and nothing comes {@link #after} them.
   */
  private byte @Nullable [] next;

  private int from;
  private int to;

  /** Null = nothing. */
  private @Nullable Deque<ByteBuffer> after;

  /** A piece that comes before them; null = none. */
  private @Nullable ByteBuffer whole;

  /** Bytes that are held back. */
  int held() {
    return heldLength;
  }

  /**
   * Takes the next piece, which is the caller's; of it, what is before {@code good} is in order.
   *
   * @param stays whether it stays as it is until the next one was taken
   */
  void feed(byte[] bytes, int from, int good, int to, boolean stays) {
    if (!open) {
      if (good > from) {
        sure = heldLength + good - from;
      }
      if (stays && heldLength == 0) {
        borrow(bytes, from, to);
      } else {
        hold(bytes, from, to);
      }
      return;
    }
    if (good > from) {
      release(heldLength);
      pass(bytes, from, good);
    }
    hold(bytes, good, to);
  }

  /** The same, where what is not on its way yet has to be cleaned first. */
  void feed(byte[] bytes, int from, int good, int to, UnaryOperator<byte[]> cleaner) {
    hold(bytes, from, good);
    clean(cleaner);
    hold(bytes, good, to);
  }

  /** All that is held is good once this has gone over it. */
  void clean(UnaryOperator<byte[]> cleaner) {
    byte[] cleaned = cleaner.apply(Arrays.copyOfRange(held, heldFrom, heldFrom + heldLength));
    borrow(cleaned, 0, cleaned.length);
    sure = heldLength;
    if (open) {
      release(sure);
    }
  }

  /** The answer is committed: what is good goes on, now and from now on. */
  void open() {
    open = true;
    release(sure);
  }

  /** The answer is over and whole: what is held is good. */
  void finish() {
    open = true;
    release(heldLength);
  }

  /** The answer is whole, though its body went on: what of that is not all there goes nowhere. */
  void finishSure() {
    open = true;
    release(sure);
    discard();
  }

  /** The answer is over and not whole: what is held goes nowhere. */
  void discard() {
    borrow(NOTHING, 0, 0);
    sure = 0;
  }

  /** A piece that is good as a whole, where nothing is held and nothing else on its way. */
  void pass(ByteBuffer piece) {
    whole = piece;
  }

  private void pass(byte[] bytes, int first, int end) {
    if (next == null) {
      next = bytes;
      from = first;
      to = end;
      return;
    }
    if (after == null) {
      after = new ArrayDeque<>(3);
    }
    after.add(ByteBuffer.wrap(bytes, first, end - first).slice());
  }

  /** What is on its way does not lie in the caller's pieces any more. */
  void keep() {
    List<ByteBuffer> all = new ArrayList<>(2);
    for (ByteBuffer bytes = take(); bytes != null; bytes = take()) {
      all.add(bytes);
    }
    for (ByteBuffer bytes : all) {
      byte[] own = new byte[bytes.remaining()];
      bytes.get(own);
      pass(own, 0, own.length);
    }
  }

  /** Bytes of our own. */
  void add(byte[] bytes) {
    if (bytes.length > 0) {
      pass(bytes, 0, bytes.length);
    }
  }

  /** The next bytes for the application; good until the next piece is fed. */
  @Nullable ByteBuffer take() {
    ByteBuffer piece = whole;
    if (piece != null) {
      whole = null;
      return piece;
    }
    byte[] bytes = next;
    if (bytes == null) {
      return null;
    }
    ByteBuffer taken = ByteBuffer.wrap(bytes, from, to - from).slice();
    taken(to - from);
    return taken;
  }

  // The same without a buffer around them.

  /** Whether nothing is held, nor on its way. */
  boolean isEmpty() {
    return heldLength == 0 && next == null && whole == null;
  }

  /** Whether there are any. */
  boolean hasBytes() {
    return next != null;
  }

  /** Where they lie. */
  byte[] array() {
    return next == null ? NOTHING : next;
  }

  /** The index of the first. */
  int from() {
    return from;
  }

  /** How many lie there. */
  int length() {
    return next == null ? 0 : to - from;
  }

  /** So many of them were taken. */
  void taken(int count) {
    from += count;
    if (from == to) {
      ByteBuffer following = after == null ? null : after.poll();
      if (following == null) {
        next = null;
        after = null;
      } else {
        next = following.array();
        from = following.arrayOffset();
        to = from + following.limit();
      }
    }
  }

  private void borrow(byte[] bytes, int from, int to) {
    held = bytes;
    heldFrom = from;
    heldLength = to - from;
    borrowed = true;
  }

  private void hold(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return;
    }
    int needed = heldLength + length;
    if (borrowed || needed > held.length) {
      byte[] own = new byte[heldLength == 0 ? needed : Math.max(needed, 2 * heldLength)];
      System.arraycopy(held, heldFrom, own, 0, heldLength);
      held = own;
      heldFrom = 0;
      borrowed = false;
    }
    System.arraycopy(bytes, from, held, heldLength, length);
    heldLength = needed;
  }

  /** Moves the first {@code length} held bytes on. */
  private void release(int length) {
    if (length == 0) {
      return;
    }
    pass(held, heldFrom, heldFrom + length);
    // The buffer is the application's now; the rest starts a new one.
    byte[] rest =
        length == heldLength
            ? NOTHING
            : Arrays.copyOfRange(held, heldFrom + length, heldFrom + heldLength);
    borrow(rest, 0, rest.length);
    sure = 0;
  }
}
