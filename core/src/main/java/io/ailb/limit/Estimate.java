package io.ailb.limit;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A figure that each answer moves a little, and many read. Nobody waits for anybody: of two that
 * move it at the same instant one may be lost, which does no harm to a mean.
 */
class Estimate {
  private static final AtomicLongFieldUpdater<Estimate> BITS =
      AtomicLongFieldUpdater.newUpdater(Estimate.class, "bits");

  private volatile long bits;

  Estimate(double first) {
    bits = Double.doubleToRawLongBits(first);
  }

  final double get() {
    return Double.longBitsToDouble(bits);
  }

  final void set(double figure) {
    BITS.lazySet(this, Double.doubleToRawLongBits(figure)); // others may see it a little later
  }
}
