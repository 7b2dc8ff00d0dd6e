package io.ailb.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to the application. Bytes whose fate is open are copied and held; of a
 * committed answer, what is known to be good goes on without a copy. Guarded by the lock of its
 * exchange.
 */
final class Outlet {
  private static final byte[] NOTHING = {};

  /** Held: before the commit point all of the answer, after it an event that is not all there. */
  private byte[] held = NOTHING;

  private int heldLength;

  /** How much of {@link #held} is known to be good. */
  private int sure;

  private boolean open;

  private final Deque<ByteBuffer> ready = new ArrayDeque<>(3);

  /** The caller's piece, of which what is good goes on after what is {@link #ready}. */
  private byte @Nullable [] lent;

  private int lentFrom;
  private int lentTo;

  /** Bytes that are held back. */
  int held() {
    return heldLength;
  }

  /**
   * Takes the next piece, which is the caller's; of it, what is before {@code good} is in order.
   */
  void feed(byte[] bytes, int from, int good, int to) {
    if (!open) {
      if (good > from) {
        sure = heldLength + good - from;
      }
      hold(bytes, from, to);
      return;
    }
    if (good > from) {
      release(heldLength);
      lend(bytes, from, good);
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
    held = cleaner.apply(Arrays.copyOf(held, heldLength));
    heldLength = held.length;
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
    held = NOTHING;
    heldLength = 0;
    sure = 0;
  }

  private void lend(byte[] bytes, int from, int to) {
    settle();
    lent = bytes;
    lentFrom = from;
    lentTo = to;
  }

  /** What is lent takes its place among what is ready. */
  private void settle() {
    byte[] bytes = lent;
    if (bytes != null) {
      lent = null;
      ready.add(ByteBuffer.wrap(bytes, lentFrom, lentTo - lentFrom).slice());
    }
  }

  /** What is on its way does not lie in the caller's pieces any more. */
  void keep() {
    settle();
    for (int i = ready.size(); i > 0; i--) {
      ready.add(copied(ready.remove()));
    }
  }

  /** Bytes of our own. */
  void add(byte[] bytes) {
    if (bytes.length > 0) {
      settle();
      ready.add(ByteBuffer.wrap(bytes));
    }
  }

  /** The next bytes for the application; good until the next piece is fed. */
  @Nullable ByteBuffer take() {
    settle();
    return ready.poll();
  }

  /** The same without a buffer around them; false if there are none. */
  boolean take(Taker taker) {
    ByteBuffer next = ready.poll();
    if (next != null) {
      taker.take(next.array(), next.arrayOffset(), next.arrayOffset() + next.limit());
      return true;
    }
    byte[] bytes = lent;
    if (bytes == null) {
      return false;
    }
    lent = null;
    taker.take(bytes, lentFrom, lentTo);
    return true;
  }

  /** Takes bytes for the application. */
  interface Taker {
    void take(byte[] bytes, int from, int to);
  }

  private static ByteBuffer copied(ByteBuffer bytes) {
    byte[] own = new byte[bytes.remaining()];
    bytes.get(own);
    return ByteBuffer.wrap(own);
  }

  private void hold(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return;
    }
    if (heldLength + length > held.length) {
      held = Arrays.copyOf(held, Math.max(heldLength + length, 2 * held.length));
    }
    System.arraycopy(bytes, from, held, heldLength, length);
    heldLength += length;
  }

  /** Moves the first {@code length} held bytes on. */
  private void release(int length) {
    if (length == 0) {
      return;
    }
    settle();
    ready.add(ByteBuffer.wrap(held, 0, length).slice());
    // The buffer is the application's now; the rest starts a new one.
    held = length == heldLength ? NOTHING : Arrays.copyOfRange(held, length, heldLength);
    heldLength -= length;
    sure = 0;
  }
}
