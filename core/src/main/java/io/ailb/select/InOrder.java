package io.ailb.select;

/** The first in the order of the configuration. */
final class InOrder implements SelectionPolicy {
  @Override
  public Candidate choose(Shortlist free, Request request, long now) {
    return free.get(0);
  }

  @Override
  public Look look() {
    return Look.FIRST;
  }
}
