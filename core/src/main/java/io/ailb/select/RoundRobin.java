package io.ailb.select;

import java.util.concurrent.atomic.AtomicInteger;

/** In turn, whatever their weights. */
final class RoundRobin implements SelectionPolicy {
  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public Candidate choose(Shortlist free, Request request, long now) {
    return free.get(Math.floorMod(turn.getAndIncrement(), free.size()));
  }

  @Override
  public Look look() {
    return Look.FIRST;
  }

  @Override
  public int start(int size) {
    return Math.floorMod(turn.getAndIncrement(), size);
  }

  @Override
  public double[] chances(Shortlist free, Request request, long now) {
    return SelectionPolicy.certain(Math.floorMod(turn.get(), free.size()), free.size());
  }
}
