package io.ailb.select;

import java.util.List;

/** The first in the order of the configuration. */
final class InOrder implements SelectionPolicy {
  @Override
  public Candidate choose(List<Candidate> free, Request request, long now) {
    return free.get(0);
  }

  @Override
  public Look look() {
    return Look.FIRST;
  }
}
