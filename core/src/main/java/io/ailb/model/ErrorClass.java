package io.ailb.model;

/**
 * What went wrong with an attempt, told apart by what a balancer has to do about it, not by the
 * status: a 400 can be the caller's mistake, a bad key of the pool or a prompt that fits elsewhere.
 */
public enum ErrorClass {
  /** The caller's request is wrong, wherever it goes. */
  INVALID_REQUEST("invalid_request", Blame.CALLER),
  /** The request's body is larger than the provider takes. */
  TOO_LARGE("too_large", Blame.CALLER),
  /** The prompt is longer than this model's context: another endpoint's may be larger. */
  CONTEXT_LENGTH("context_length", Blame.CALLER),
  /** The provider declines the content. */
  CONTENT_FILTER("content_filter", Blame.CALLER),
  /** This host lacks a feature that the request uses. */
  UNSUPPORTED("unsupported", Blame.CALLER),
  /** The key is wrong, expired or revoked. */
  AUTH("auth", Blame.KEY),
  /** The key may not do this. */
  PERMISSION("permission", Blame.KEY),
  /** The account behind the key is out of money or has reached a spending limit. */
  BILLING("billing", Blame.KEY),
  /** The key's account has no such model. */
  MODEL_NOT_FOUND("model_not_found", Blame.KEY),
  /** Too many requests or tokens in this minute. */
  RATE_LIMIT("rate_limit", Blame.LOAD),
  /** Too many requests or tokens on this day. */
  RATE_LIMIT_DAILY("rate_limit", Blame.LOAD),
  /** This one request needs more than the whole limit: waiting never helps, others still fit. */
  RATE_LIMIT_IMPOSSIBLE("rate_limit", Blame.LOAD),
  /** The provider has no capacity. */
  OVERLOADED("overloaded", Blame.PROVIDER),
  /** The provider failed, or answered something unreadable. */
  SERVER_ERROR("server_error", Blame.PROVIDER),
  /** The provider says that the request met another one or came too late: simply try again. */
  CONFLICT("conflict", Blame.NOBODY),
  /** No answer, or no more of it, within the time allowed. */
  TIMEOUT("timeout", Blame.PROVIDER),
  /** The connection could not be made, or broke. */
  NETWORK("network", Blame.PROVIDER);

  /** Against whom an error of this class is held. */
  public enum Blame {
    /** Answered at once and unchanged; says nothing about the endpoint. */
    CALLER,
    /** Rests the key; says nothing about the provider's health. */
    KEY,
    /** Rests the key until there is room again; says nothing about health. */
    LOAD,
    /** Counts toward the breaker. */
    PROVIDER,
    NOBODY
  }

  private final String id;
  private final Blame blame;

  ErrorClass(String id, Blame blame) {
    this.id = id;
    this.blame = blame;
  }

  /** The name in {@code retries.when}, metrics and messages; related classes share one. */
  public String id() {
    return id;
  }

  public Blame blame() {
    return blame;
  }
}
