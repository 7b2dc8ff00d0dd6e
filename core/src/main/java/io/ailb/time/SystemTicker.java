package io.ailb.time;

/** The ticker of {@link Ticker#system()}. */
enum SystemTicker implements Ticker {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long systemNanos(long instant) {
    return instant;
  }
}
