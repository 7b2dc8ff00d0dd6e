package io.ailb.select;

import io.ailb.health.Condition;
import io.ailb.health.Rest;
import io.ailb.health.RollingQuantile;
import io.ailb.limit.AdaptiveConcurrency;
import io.ailb.limit.BytesPerToken;
import io.ailb.limit.EstimateError;
import io.ailb.time.Door;
import org.jspecify.annotations.Nullable;

/**
 * What a member has to do with one model that it sends.
 *
 * @param account whose limits it uses
 * @param rest the pause of this model for this key at this host: it may not have it
 * @param overload the pause of this model at this host, whoever asks for it
 * @param bytesPerToken of prompts, for this model at this host
 * @param inputError of their estimates here
 * @param condition how it does
 * @param concurrency how many calls at once it takes, where no limit is known
 * @param pace of its good answers, from sending to their end, for each token
 * @param firstToken of its streams
 * @param firstTokenReasoning of those whose callers asked for reasoning, which comes first
 */
record ModelUse(
    Account account,
    Rest rest,
    Rest overload,
    BytesPerToken bytesPerToken,
    EstimateError inputError,
    Condition condition,
    AdaptiveConcurrency concurrency,
    RollingQuantile pace,
    RollingQuantile firstToken,
    RollingQuantile firstTokenReasoning) {
  /** Hardly any stream takes longer to begin. */
  private static final double FIRST_TOKEN_PERCENT = 99;

  private static final double PACE_PERCENT = 95;

  /** {@code door}: to what changes with each call of the member. */
  ModelUse(
      Account account, Rest rest, Rest overload, BytesPerToken bytesPerToken, Door door, long now) {
    this(
        account,
        rest,
        overload,
        bytesPerToken,
        new EstimateError(),
        new Condition(door, now),
        new AdaptiveConcurrency(),
        new RollingQuantile(PACE_PERCENT),
        new RollingQuantile(FIRST_TOKEN_PERCENT),
        new RollingQuantile(FIRST_TOKEN_PERCENT));
  }

  /** The same with what {@code known} has learned. */
  ModelUse with(ModelUse known) {
    return new ModelUse(
        account,
        rest,
        overload,
        bytesPerToken,
        known.inputError,
        known.condition,
        known.concurrency,
        known.pace,
        known.firstToken,
        known.firstTokenReasoning);
  }

  RollingQuantile firstToken(boolean reasoning) {
    return reasoning ? firstTokenReasoning : firstToken;
  }

  /** Whether it is in one of its pauses. */
  boolean isResting(long now) {
    return account.rest().at(now) != null || rest.at(now) != null || overload.at(now) != null;
  }

  /** Which of its pauses it is in, as an obstacle; null if in none. */
  @Nullable Obstacle resting(long now) {
    Obstacle resting = Member.resting(account.rest(), now);
    if (resting == null) {
      resting = Member.resting(rest, now);
    }
    return resting != null ? resting : Member.resting(overload, now);
  }

  /** Ends its pauses. */
  void resume() {
    account.rest().end();
    rest.end();
    overload.end();
  }

  /** Whether forgetting it would lose nothing that counts. */
  boolean isIdle(long now) {
    return account.quotas().isIdle(now) && resting(now) == null;
  }
}
