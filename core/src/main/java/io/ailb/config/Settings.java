package io.ailb.config;

import io.ailb.flow.RetrySettings;
import io.ailb.flow.StreamSettings;
import io.ailb.flow.StreamSettings.Recovery;
import io.ailb.flow.TimeoutSettings;
import io.ailb.flow.TranslationSettings;
import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.BudgetSettings;
import io.ailb.limit.BudgetSettings.OnExceeded;
import io.ailb.model.ApiKey;
import io.ailb.model.Glob;
import io.ailb.model.Secret;
import io.ailb.recognise.Match;
import io.ailb.select.AffinitySettings;
import io.ailb.select.AffinitySettings.By;
import io.ailb.select.Choices;
import io.ailb.select.Factors;
import io.ailb.select.MemberSettings;
import io.ailb.select.PoolSettings;
import io.ailb.select.QueueSettings;
import io.ailb.select.Routing;
import io.ailb.select.Strategy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes settings records of checked sections, and checks what takes more than one key to see. */
final class Settings {
  private final Problems problems;
  private final Function<Supplier<String>, ApiKey> rotating;
  private final boolean strict;
  private final List<Secret> secrets = new ArrayList<>();

  /** Of each pool's endpoints, by name. */
  private final List<Map<String, Section>> sections = new ArrayList<>();

  Settings(Problems problems, Function<Supplier<String>, ApiKey> rotating, boolean strict) {
    this.problems = problems;
    this.rotating = rotating;
    this.strict = strict;
  }

  Config config(Section root, @Nullable Path file, Set<Path> files) {
    List<PoolConfig> pools = new ArrayList<>();
    Map<String, Section> names = new LinkedHashMap<>();
    boolean responseHeaders = root.section("telemetry").flag("responseHeaders");
    for (Section pool : root.sections("pools")) {
      Section same = names.putIfAbsent(pool.text("name"), pool);
      if (same != null) {
        problems.error(
            pool.placeOf("name"),
            pool.pathOf("name"),
            "\""
                + pool.text("name")
                + "\" is already used"
                + at(same.place())
                + ". Pools need different names.");
      }
      pools.add(pool(pool, responseHeaders));
    }
    if (pools.isEmpty() && root.isWritten("pools")) {
      problems.error(root.placeOf("pools"), "pools", "needs at least one pool with endpoints.");
    }
    pools = new SharedAccounts(problems).agree(pools, sections);
    Section jmx = root.section("management").section("jmx");
    Section log = root.section("log");
    Section agent = root.section("agent");
    Section reload = root.section("reload");
    if (!log.text("target").matches("stderr|stdout|file:.+")) {
      problems.error(
          log.placeOf("target"),
          log.pathOf("target"),
          "expected stderr, stdout or file:PATH, got \"" + log.text("target") + "\".");
    }
    return new Config(
        Config.Mode.valueOf(root.text("mode").toUpperCase(Locale.ROOT)),
        pools,
        new Config.Jmx(
            jmx.flag("enabled"), jmx.text("domain"), jmx.text("operations").equals("read-only")),
        new Config.Log(log.text("level"), log.text("target"), log.text("format")),
        new Config.Agent(agent.texts("clients"), agent.flag("failOnError")),
        new Config.Reload(reload.flag("watch"), reload.duration("interval")),
        file,
        files,
        List.copyOf(secrets),
        problems.sorted());
  }

  /** Such as " at line 4". */
  static String at(Place place) {
    return place.line() == 0 ? "" : " at line " + place.line();
  }

  private PoolConfig pool(Section pool, boolean responseHeaders) {
    Section queue = pool.section("queue");
    EndpointSettings endpoints = new EndpointSettings(pool, problems, rotating, strict, secrets);
    List<MemberSettings> members = endpoints.members();
    sections.add(endpoints.sections());
    new OwnHeaders(problems).check(pool, members);
    new IdleRouting(problems, pool.section("routing"), members).warn();
    PoolSettings settings =
        new PoolSettings(
            pool.text("name"),
            members,
            routing(pool.section("routing")),
            breaker(pool.section("breaker")),
            cooldown(pool.section("cooldown"), pool.section("retries").section("retryAfter")),
            new QueueSettings(queue.durationOrNull("maxWait"), queue.small("maxSize")),
            pool.section("translation").text("mode").equals("auto"));
    return new PoolConfig(
        match(pool.section("match"), members),
        settings,
        retries(pool.section("retries")),
        queue.text("priorityHeader"),
        stream(pool.section("stream")),
        timeouts(pool.section("timeouts"), endpoints),
        pool.section("tokens").whole("outputDefault"),
        responseHeaders,
        translation(pool.section("translation")));
  }

  private static StreamSettings stream(Section section) {
    Recovery recovery =
        switch (section.text("recovery")) {
          case "buffer" -> Recovery.BUFFER;
          case "resume" -> Recovery.RESUME;
          case "none" -> Recovery.NONE;
          default -> Recovery.ERROR;
        };
    return new StreamSettings(
        recovery, section.whole("bufferLimit"), section.text("overflow").equals("release"));
  }

  private TranslationSettings translation(Section section) {
    boolean drop = section.text("unsupported").equals("drop");
    boolean strict = section.flag("strict");
    if (drop && strict) {
      problems.warning(
          section.placeOf("strict"),
          section.pathOf("strict"),
          "has no effect with unsupported: drop, which leaves out more. Remove one of them.");
    }
    return new TranslationSettings(section.text("mode").equals("auto"), drop, strict && !drop);
  }

  private static Routing routing(Section routing) {
    return new Routing(
        strategy(routing.text("strategy")),
        factors(routing.section("factors")),
        choices(routing),
        budget(routing.section("budget")),
        new LinkedHashSet<>(routing.texts("requireTags")),
        routing.duration("patience"),
        affinity(routing.section("affinity")));
  }

  private static Strategy strategy(String id) {
    for (Strategy strategy : Strategy.values()) {
      if (strategy.id().equals(id)) {
        return strategy;
      }
    }
    return Strategy.ADAPTIVE;
  }

  private static AffinitySettings affinity(Section section) {
    return new AffinitySettings(
        switch (section.text("by")) {
          case "none" -> By.NONE;
          case "header" -> By.HEADER;
          case "user" -> By.USER;
          case "prompt-prefix" -> By.PROMPT_PREFIX;
          default -> By.AUTO;
        },
        section.text("header"),
        section.duration("ttl"),
        section.number("maxLoad"),
        section.small("maxEntries"));
  }

  private static BudgetSettings budget(Section section) {
    return new BudgetSettings(
        section.numberOrNull("perDay"),
        section.numberOrNull("perMonth"),
        section.text("currency"),
        switch (section.text("onExceeded")) {
          case "cheapest" -> OnExceeded.CHEAPEST;
          case "reject" -> OnExceeded.REJECT;
          default -> OnExceeded.WARN;
        });
  }

  private static Factors factors(Section section) {
    return new Factors(
        section.number("headroom"),
        section.number("speed"),
        section.number("success"),
        section.number("cost"));
  }

  private static Choices choices(Section routing) {
    Object value = routing.any("choices");
    return value instanceof Long number ? new Choices(Math.toIntExact(number)) : Choices.AUTO;
  }

  private BreakerSettings breaker(Section section) {
    Duration openFor = section.duration("openFor");
    Duration longest = section.duration("maxOpenFor");
    if (longest.compareTo(openFor) < 0) {
      String key = section.isWritten("maxOpenFor") ? "maxOpenFor" : "openFor";
      problems.error(
          section.placeOf(key),
          section.pathOf("maxOpenFor"),
          Types.written(longest)
              + " is shorter than openFor, "
              + Types.written(openFor)
              + ". Raise it, or lower openFor.");
      return BreakerSettings.DEFAULTS;
    }
    Long inARow = section.wholeOrNull("consecutiveFailures");
    return new BreakerSettings(
        inARow == null ? null : Math.toIntExact(inARow),
        section.numberOrNull("failureRatio"),
        section.small("minimumCalls"),
        section.duration("window"),
        section.numberOrNull("slowdown"),
        openFor,
        longest,
        section.small("halfOpenCalls"));
  }

  private static CooldownSettings cooldown(Section section, Section retryAfter) {
    return new CooldownSettings(
        section.duration("rateLimited"),
        section.duration("unauthorized"),
        section.duration("quotaExhausted"),
        retryAfter.flag("honour"),
        retryAfter.duration("max"));
  }

  private RetrySettings retries(Section section) {
    Section backoff = section.section("backoff");
    if (backoff.duration("max").compareTo(backoff.duration("initial")) < 0) {
      problems.error(
          backoff.placeOf("max"), backoff.pathOf("max"), "is shorter than initial. Raise it.");
    }
    return new RetrySettings(
        section.small("maxAttempts"),
        section.small("perEndpoint"),
        section.duration("maxElapsed"),
        section.number("budget"),
        new HashSet<>(section.texts("when")),
        new RetrySettings.Backoff(
            backoff.duration("initial"),
            backoff.duration("max"),
            backoff.number("multiplier"),
            backoff.number("jitter")),
        section.flag("tellClient"));
  }

  private static Map<String, TimeoutSettings> timeouts(Section pool, EndpointSettings endpoints) {
    Map<String, TimeoutSettings> timeouts = new LinkedHashMap<>();
    endpoints
        .sections()
        .forEach(
            (name, section) ->
                timeouts.put(
                    name,
                    new TimeoutSettings(
                        timeout("connect", section.section("timeouts"), pool),
                        timeout("headers", section.section("timeouts"), pool),
                        timeout("firstToken", section.section("timeouts"), pool),
                        timeout("idle", section.section("timeouts"), pool),
                        timeout("contentIdle", section.section("timeouts"), pool),
                        timeout("attempt", section.section("timeouts"), pool),
                        timeout("total", section.section("timeouts"), pool))));
    return timeouts;
  }

  private static @Nullable Duration timeout(String key, Section own, Section pool) {
    Object value = own.isWritten(key) ? own.any(key) : pool.any(key);
    return value instanceof Duration duration ? duration : null; // "auto" is worked out later
  }

  private static Match match(Section section, List<MemberSettings> members) {
    Set<String> known = new HashSet<>();
    for (MemberSettings member : members) {
      known.add(member.endpoint().host().toLowerCase(Locale.ROOT));
      String url = member.endpoint().provider().publicUrl();
      if (url != null) {
        known.add(URI.create(url).getHost());
      }
    }
    Section exclude = section.section("exclude");
    Map<String, Glob> headers = new LinkedHashMap<>();
    section.textMap("headers").forEach((name, glob) -> headers.put(name, Glob.of(glob)));
    return new Match(
        known,
        globs(section.textsOrNull("hosts")),
        globs(section.textsOrNull("paths")),
        globs(section.textsOrNull("models")),
        headers,
        new Match.Exclusion(
            some(exclude.texts("hosts")),
            some(exclude.texts("paths")),
            some(exclude.texts("models"))));
  }

  private static @Nullable List<Glob> globs(@Nullable List<String> texts) {
    return texts == null ? null : some(texts);
  }

  private static List<Glob> some(List<String> texts) {
    List<Glob> globs = new ArrayList<>();
    for (String text : texts) {
      globs.add(Glob.of(text));
    }
    return List.copyOf(globs);
  }
}
