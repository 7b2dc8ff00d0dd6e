package io.ailb.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A figure that each answer moves a little, and many read. Nobody waits for anybody: of two that
 * move it at the same instant one may be lost, which does no harm to a mean.
 */
final class Estimate {
  private final AtomicLong bits;

  Estimate(double first) {
    bits = new AtomicLong(Double.doubleToRawLongBits(first));
  }

  double get() {
    return Double.longBitsToDouble(bits.get());
  }

  void set(double figure) {
    bits.lazySet(Double.doubleToRawLongBits(figure)); // others may see it a little later
  }
}
