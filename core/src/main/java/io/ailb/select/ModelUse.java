package io.ailb.select;

import io.ailb.health.FirstToken;
import io.ailb.health.Rest;

/**
 * What a member has to do with one model that it sends.
 *
 * @param account whose limits it uses
 * @param rest the pause of this model for this key at this host: it may not have it, or the model
 *     is overloaded there
 * @param firstToken of its streams
 * @param firstTokenReasoning of those whose callers asked for reasoning, which comes first
 */
record ModelUse(Account account, Rest rest, FirstToken firstToken, FirstToken firstTokenReasoning) {
  ModelUse(Account account, Rest rest) {
    this(account, rest, new FirstToken(), new FirstToken());
  }

  FirstToken firstToken(boolean reasoning) {
    return reasoning ? firstTokenReasoning : firstToken;
  }

  /** Whether forgetting it would lose nothing that counts. */
  boolean isIdle(long now) {
    return account.quotas().isIdle(now) && account.rest().at(now) == null && rest.at(now) == null;
  }
}
