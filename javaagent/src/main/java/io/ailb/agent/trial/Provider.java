package io.ailb.agent.trial;

import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.ModelTarget;
import io.ailb.model.Price;
import io.ailb.profile.Profiles;
import io.ailb.select.MemberSettings;
import java.util.Map;

/** One endpoint's provider: keeps the limits that are stated of it, and fails in no other way. */
final class Provider {
  /** A refusal takes so long. */
  private static final double REFUSING = 0.05;

  private final MemberSettings settings;
  private final String model;
  private final String sent;
  private final Map<String, Account> accounts;
  private final Speed speed;

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
   * @param model as callers name it
   * @param accounts of all providers
   */
  Provider(MemberSettings settings, String model, Map<String, Account> accounts, Speed speed) {
    this.settings = settings;
    this.model = model;
    ModelTarget target = settings.endpoint().models().target(model);
    this.sent = target == null ? model : target.sent();
    this.accounts = accounts;
    this.speed = speed;
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
    String counted =
        settings.endpoint().account() + (settings.limits().perModel() ? " for " + sent : "");
    double wait =
        accounts.computeIfAbsent(counted, made -> new Account(settings.limits())).take(size, t);
    if (wait > 0) {
      rateLimited++;
      return new Plan(Answer.limited(dialect(url), wait), REFUSING);
    }
    double firstToken = speed.firstTokenSeconds() * StrictMath.exp(0.3 * luck);
    return new Plan(
        embeds(url) ? Answer.vector(size) : Answer.good(dialect(url), size),
        firstToken + size.output() / speed.tokensPerSecond());
  }

  /** An answer was read to its end. */
  void served(Account.Size size) {
    good++;
    inputTokens += size.input();
    outputTokens += size.output();
  }

  /** What its answers cost; {@link Price#UNKNOWN} if nobody knows. */
  Price price() {
    Endpoint endpoint = settings.endpoint();
    ModelTarget target = endpoint.models().target(model);
    return Profiles.known().of(endpoint, target == null ? ModelTarget.of("") : target).price();
  }

  private static boolean embeds(String url) {
    return path(url).endsWith("/embeddings");
  }

  private static String path(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** The language that it was asked in. */
  private static Dialect dialect(String url) {
    String path = path(url);
    if (path.endsWith("/messages")) {
      return Dialect.ANTHROPIC;
    }
    return path.endsWith("enerateContent") ? Dialect.GEMINI : Dialect.OPENAI_CHAT;
  }
}
