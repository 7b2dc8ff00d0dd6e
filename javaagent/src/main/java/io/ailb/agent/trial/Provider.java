package io.ailb.agent.trial;

import io.ailb.model.Dialect;
import io.ailb.select.MemberSettings;
import java.util.Map;

/** One endpoint's provider: keeps the limits that are stated of it, and fails in no other way. */
final class Provider {
  /** A refusal takes so long. */
  private static final double REFUSING = 0.05;

  private final MemberSettings settings;
  private final String model;
  private final Map<String, Account> accounts;
  private final Load load;

  int tries;
  int good;
  int rateLimited;
  long inputTokens;
  long outputTokens;

  /**
   * How a try ends.
   *
   * @param after when the answer is there, in seconds from now
   */
  record Plan(Answer answer, double after) {}

  /**
   * The provider of an endpoint.
   *
   * @param model that it is asked for
   * @param accounts of all providers
   */
  Provider(MemberSettings settings, String model, Map<String, Account> accounts, Load load) {
    this.settings = settings;
    this.model = model;
    this.accounts = accounts;
    this.load = load;
  }

  MemberSettings settings() {
    return settings;
  }

  /**
   * Decides at its arrival what becomes of a try.
   *
   * @param luck of mean 0 and deviation 1
   */
  Plan receive(String url, Account.Size size, double t, double luck) {
    tries++;
    Dialect dialect = dialect(url);
    String counted =
        settings.endpoint().account() + (settings.limits().perModel() ? " for " + model : "");
    double wait =
        accounts.computeIfAbsent(counted, made -> new Account(settings.limits())).take(size, t);
    if (wait > 0) {
      rateLimited++;
      return new Plan(Answer.limited(dialect, wait), REFUSING);
    }
    double firstToken = load.firstTokenSeconds() * StrictMath.exp(0.3 * luck);
    return new Plan(
        Answer.good(dialect, size), firstToken + size.output() / load.tokensPerSecond());
  }

  /** An answer was read to its end. */
  void served(Account.Size size) {
    good++;
    inputTokens += size.input();
    outputTokens += size.output();
  }

  /** The language that it was asked in. */
  private static Dialect dialect(String url) {
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    if (path.endsWith("/messages")) {
      return Dialect.ANTHROPIC;
    }
    return path.endsWith("enerateContent") ? Dialect.GEMINI : Dialect.OPENAI_CHAT;
  }
}
