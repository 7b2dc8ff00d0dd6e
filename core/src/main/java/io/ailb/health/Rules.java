package io.ailb.health;

import io.ailb.time.Dice;

/**
 * What all states of one breaker go by: a reload changes it in whichever state that is. Changed
 * under the breaker's lock.
 */
final class Rules {
  final Dice dice;
  volatile BreakerSettings settings;

  Rules(BreakerSettings settings, Dice dice) {
    this.settings = settings;
    this.dice = dice;
  }
}
