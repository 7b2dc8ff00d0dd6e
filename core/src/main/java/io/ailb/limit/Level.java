package io.ailb.limit;

/**
 * A bucket that fills at a steady rate up to its size; what is taken beyond its content is owed.
 * Guarded by the lock of its owner.
 */
final class Level {
  /** Less than this is a rounding error of the refill, in units. */
  private static final double ROUNDING = 1e-6;

  private static final double SECOND = 1e9;

  private double perNano;
  private double size;
  private double content;
  private long at;

  /** A full one. */
  Level(double perSecond, double size, long now) {
    this.perNano = perSecond / SECOND;
    this.size = size;
    this.content = size;
    this.at = now;
  }

  double content(long now) {
    return now > at ? Math.min(size, content + perNano * (now - at)) : content;
  }

  /** How much of its size that is, 0 to 1. */
  double share(long now) {
    double filled = content(now);
    return filled >= size ? 1 : filled <= 0 ? 0 : filled / size;
  }

  double size() {
    return size;
  }

  /** Takes so much, or, if negative, puts it back; never more than full. */
  void take(double units, long now) {
    content = Math.min(size, content(now) - units);
    at = Math.max(at, now);
  }

  /** From now on so much is in it. */
  void set(double units, long now) {
    content = Math.min(size, units);
    at = now;
  }

  /** Another rate and size; what is in it stays, as far as it fits. */
  void reshape(double newPerSecond, double newSize, long now) {
    content = Math.min(newSize, content(now));
    at = Math.max(at, now);
    perNano = newPerSecond / SECOND;
    size = newSize;
  }

  /** When {@code units} are in it, or, of more than its size, when it is full. */
  long freeAt(double units, long now) {
    if (units <= content) {
      return now; // it has not become less since
    }
    double missing = Math.min(units, size) - content(now);
    return missing <= ROUNDING ? now : now + (long) Math.ceil(missing / perNano);
  }
}
