package io.ailb.client;

import org.jspecify.annotations.Nullable;

/**
 * There is no answer. The message names the pool, and each endpoint with its reason where several
 * were in question.
 */
public final class ChatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whose fault it is, and so whether it is worth asking again. */
  public enum Fault {
    /** The request: it will fail again. */
    REQUEST,
    /** Endpoints or their limits: it may succeed another time. */
    POOL,
    /**
     * The pool's keys or accounts: refused, revoked, without money. Somebody has to see to them.
     */
    KEYS,
    /** Nobody's: whoever asked has left. */
    LEFT
  }

  private final Fault fault;
  private final String pool;
  private final @Nullable String endpoint;
  private final int status;
  private final String json;
  private final int attempts;

  ChatException(
      Fault fault,
      String message,
      String pool,
      @Nullable String endpoint,
      int status,
      String json,
      int attempts,
      @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
    this.pool = pool;
    this.endpoint = endpoint;
    this.status = status;
    this.json = json;
    this.attempts = attempts;
  }

  public Fault fault() {
    return fault;
  }

  public String pool() {
    return pool;
  }

  /** That was asked last; null = none was. */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /** Of HTTP; 0 = there was no whole answer. */
  public int status() {
    return status;
  }

  /** The error as the API says it; empty = none came. */
  public String json() {
    return json;
  }

  public int attempts() {
    return attempts;
  }
}
