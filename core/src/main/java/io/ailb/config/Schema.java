package io.ailb.config;

import static io.ailb.config.Types.DURATION_TYPE;
import static io.ailb.config.Types.FLAG;
import static io.ailb.config.Types.GLOB;
import static io.ailb.config.Types.HEADER;
import static io.ailb.config.Types.HEADER_VALUE;
import static io.ailb.config.Types.NAME;
import static io.ailb.config.Types.RATIO;
import static io.ailb.config.Types.SECRET;
import static io.ailb.config.Types.TEXT;
import static io.ailb.config.Types.URL;
import static io.ailb.config.Types.ZONE;
import static io.ailb.config.Types.decimal;
import static io.ailb.config.Types.oneOf;
import static io.ailb.config.Types.orWord;
import static io.ailb.config.Types.whole;

import io.ailb.config.Shape.Either;
import io.ailb.config.Shape.Keys;
import io.ailb.config.Shape.Later;
import io.ailb.config.Shape.Many;
import io.ailb.config.Shape.Named;
import io.ailb.config.Shape.One;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All keys of a configuration: the one table from which the parser, the JSON Schema and {@code
 * docs/configuration.md} are made.
 */
final class Schema {
  private static final String NOT_SET = "null";
  private static final ScalarType TIMEOUT = Types.atLeast(Duration.ofMillis(1));
  private static final long ANY = Long.MAX_VALUE;
  private static final double ANY_NUMBER = Double.MAX_VALUE;

  private Schema() {}

  // Words of the table.

  private static Shape.Key required(String name, Shape shape, String about) {
    return new Shape.Key(name, shape, null, false, null, about);
  }

  private static Shape.Key key(String name, ScalarType type, String byDefault, String about) {
    return key(name, new One(type), byDefault, about);
  }

  private static Shape.Key key(String name, Shape shape, String byDefault, String about) {
    return new Shape.Key(name, shape, byDefault, byDefault.equals(NOT_SET), null, about);
  }

  /** With a default, but {@code null} switches it off. */
  private static Shape.Key orNull(String name, ScalarType type, String byDefault, String about) {
    return new Shape.Key(name, new One(type), byDefault, true, null, about);
  }

  private static Shape.Key section(String name, Keys keys, String about) {
    return new Shape.Key(name, keys, "{}", false, null, about);
  }

  /** Checked, and without effect so far. */
  private static Shape.Key later(Shape.Key key) {
    return later(key, new Later(List.of(), "it has no effect in this version"));
  }

  private static Shape.Key later(Shape.Key key, Later later) {
    return new Shape.Key(
        key.name(), key.shape(), key.byDefault(), key.nullable(), later, key.about());
  }

  private static Keys withoutDefaults(Keys keys) {
    Map<String, Shape.Key> absent = new LinkedHashMap<>();
    for (Shape.Key key : keys.keys().values()) {
      absent.put(
          key.name(),
          new Shape.Key(key.name(), key.shape(), Section.ABSENT, true, key.later(), key.about()));
    }
    return new Keys(absent);
  }

  private static Shape many(ScalarType type) {
    return new Many(new One(type));
  }

  private static Shape named(ScalarType type) {
    return new Named(TEXT, new One(type));
  }

  private static Shape headers(ScalarType type) {
    return new Named(HEADER, new One(type));
  }

  // The table, from the leaves up.

  private static final Keys MATCH =
      Keys.of(
          key(
              "hosts",
              many(GLOB),
              NOT_SET,
              "Hosts, with or without `:port`. Not set: the hosts of the endpoints and the public"
                  + " hosts of their providers."),
          key("paths", many(GLOB), NOT_SET, "Paths. Not set: every operation that ai-lb can read."),
          key(
              "models",
              many(GLOB),
              NOT_SET,
              "Models that the caller asks for. Not set: those that some endpoint serves. A request"
                  + " that no endpoint could ever serve is not taken over."),
          key(
              "headers",
              headers(GLOB),
              "{}",
              "Headers that must be there, with patterns for their values."),
          section(
              "exclude",
              Keys.of(
                  key("hosts", many(GLOB), "[]", "Hosts that are never taken over."),
                  key("paths", many(GLOB), "[]", "Paths that are never taken over."),
                  key("models", many(GLOB), "[]", "Models that are never taken over.")),
              "What is never taken over, whatever the rest says."));

  private static final Keys COST =
      Keys.of(
          key("input", decimal(0, ANY_NUMBER), NOT_SET, "Per million input tokens."),
          key("output", decimal(0, ANY_NUMBER), NOT_SET, "Per million output tokens."),
          key(
              "cachedInput",
              decimal(0, ANY_NUMBER),
              NOT_SET,
              "Per million input tokens read from a prompt cache. Not set: as `input`."),
          key("perRequest", decimal(0, ANY_NUMBER), "0", "For each answered request."),
          key(
              "currency",
              Types.CURRENCY,
              "USD",
              "For display; amounts of different currencies are never added."));

  private static final Keys MODEL =
      Keys.of(
          required("send", new One(TEXT), "The name to send; `*` = as requested."),
          section("cost", COST, "What this model costs here. Not set: as the endpoint."),
          key("contextWindow", whole(1, ANY), NOT_SET, "Tokens. Not set: as the endpoint."),
          key(
              "maxOutput",
              whole(1, ANY),
              NOT_SET,
              "Tokens of one answer. Not set: as the endpoint."));

  private static final Shape MODELS =
      Either.of(many(TEXT), new Named(TEXT, Either.of(new One(TEXT), MODEL)));

  private static final Keys TIMEOUTS =
      Keys.of(
          orNull("connect", TIMEOUT, NOT_SET, "For a connection. Not set: the client's own."),
          orNull(
              "headers",
              TIMEOUT,
              "60s",
              "For the status line. The last endpoint left, and so the only one, gets the caller's"
                  + " own time instead, or ten minutes where it sets none: `attempt` and `total` hold"
                  + " for it, too."),
          orNull(
              "firstToken",
              orWord("auto", TIMEOUT),
              "auto",
              "For the first content of a stream. `auto` = three times the endpoint's p99 once 20"
                  + " answers are known, before that 12s (60s if the request asks for reasoning)."
                  + " It moves a request only while another endpoint can take it."),
          orNull("idle", TIMEOUT, "30s", "Without any byte, while the application waits for one."),
          orNull("contentIdle", TIMEOUT, "60s", "Without content: pings do not count."),
          orNull("attempt", TIMEOUT, NOT_SET, "For one try, from sending to its end."),
          orNull("total", TIMEOUT, NOT_SET, "For a request, all tries and waits together."));

  /** The same keys with no defaults of their own: what is not written is the pool's. */
  private static final Keys TIMEOUT_OVERRIDES = withoutDefaults(TIMEOUTS);

  private static final Keys LIMITS =
      Keys.of(
          key("rpm", whole(1, ANY), NOT_SET, "Requests per minute."),
          key("rpd", whole(1, ANY), NOT_SET, "Requests per day."),
          key("tpm", whole(1, ANY), NOT_SET, "Tokens per minute, input and output together."),
          key("itpm", whole(1, ANY), NOT_SET, "Input tokens per minute."),
          key("otpm", whole(1, ANY), NOT_SET, "Output tokens per minute."),
          key("tpd", whole(1, ANY), NOT_SET, "Tokens per day."),
          key(
              "concurrency",
              whole(1, 1_000_000),
              NOT_SET,
              "Calls under way at once. Not set: as many as come; of a server of one's own"
                  + " (`provider: openai-compatible`, or `profile: vllm` and the like) without any"
                  + " limit as many as it answers without becoming slow, 20 to begin with."),
          key(
              "scope",
              oneOf("model", "endpoint"),
              "model",
              "`model` = each model sent has its own set, as providers count; `endpoint` = all"
                  + " models share one."),
          key(
              "charge",
              oneOf("auto", "max-tokens", "actual"),
              "auto",
              "What counts against token limits: the prompt and all of `max_tokens`, or what was"
                  + " used. `auto` = `max-tokens` for `openai` and `azure-openai`, else"
                  + " `actual`."));

  static final Keys ENDPOINT =
      Keys.of(
          key(
              "name",
              NAME,
              NOT_SET,
              "Unique in its pool. Not set: `PROVIDER-1`, `PROVIDER-2`, ..."),
          key("enabled", FLAG, "true", "`false` = known, but never used."),
          required(
              "provider",
              new One(oneOf("openai", "anthropic", "gemini", "azure-openai", "openai-compatible")),
              "Whose API it is."),
          key(
              "profile",
              oneOf(
                  "openai",
                  "azure",
                  "groq",
                  "mistral",
                  "deepseek",
                  "openrouter",
                  "together",
                  "vllm",
                  "ollama"),
              NOT_SET,
              "Known habits of an OpenAI-like host. Not set: guessed from the host."),
          key(
              "baseUrl",
              URL,
              NOT_SET,
              "Not set: the provider's public URL. Required for `azure-openai` and"
                  + " `openai-compatible`; https unless loopback. See [how it"
                  + " joins](#how-baseurl-and-the-path-join)."),
          key(
              "apiKey",
              many(SECRET),
              NOT_SET,
              "Required unless `auth.type` is `none` or `passthrough`. A list makes one endpoint"
                  + " per key (`name-1`, `name-2`)."),
          section(
              "auth",
              Keys.of(
                  key(
                      "type",
                      oneOf("auto", "bearer", "header", "none", "passthrough"),
                      "auto",
                      "How the key travels. `passthrough` keeps the caller's credential, toward the"
                          + " caller's own host only."),
                  key("header", HEADER, NOT_SET, "The header for `type: header`."),
                  key(
                      "allowHttp",
                      FLAG,
                      "false",
                      "Let the key travel over plain http to a host that is not this one.")),
              "How the key travels."),
          key("model", TEXT, NOT_SET, "Always send this name. Not together with `models`."),
          key(
              "models",
              MODELS,
              "{}",
              "`{requested: sent}`, or `{requested: {send: NAME, ...}}`, or a list of names that"
                  + " are sent unchanged. Requested names may be patterns; `*` as a key is the"
                  + " rest, `*` as a value the requested name. A name in no entry is not served."
                  + " Empty = all unchanged, for callers of the endpoint's own dialect."),
          section("limits", LIMITS, "What its account may use. Not set = none known."),
          key(
              "learnLimits",
              FLAG,
              "true",
              "Follow limits by the minute as answers announce them and refusals show them. An"
                  + " announced limit that is lower holds instead of yours; of a larger one yours"
                  + " is a share, kept in any 60 seconds. Where nothing is announced, what is sent"
                  + " is spread; while requests wait, up to one minute's worth more may go out at"
                  + " once, as buckets and fixed minutes allow, but over time never more than the"
                  + " limit. `false` = exactly as configured, in any 60 seconds."),
          key(
              "quotaGroup",
              TEXT,
              NOT_SET,
              "Endpoints with the same value, in any pool, share one set of limits: several keys of"
                  + " one organisation. The same key, host and model share without being told."),
          section(
              "day",
              Keys.of(
                  key(
                      "window",
                      oneOf("rolling", "calendar"),
                      "rolling",
                      "Any 24 hours, or from midnight to midnight."),
                  key("zone", ZONE, "UTC", "Whose midnight.")),
              "How `rpd` and `tpd` reset."),
          key("weight", decimal(0, ANY_NUMBER), "1.0", "Share inside its tier; 0 = drained."),
          key(
              "tier",
              whole(1, 9),
              "1",
              "Tier 2 is used only when no endpoint of tier 1 can take the request, and so on."),
          section("cost", COST, "What calls cost. Not set: as the model's maker asks."),
          key(
              "contextWindow",
              whole(1, ANY),
              NOT_SET,
              "Tokens; bigger requests skip this endpoint. Not set: the model's."),
          key(
              "apiVersion",
              HEADER_VALUE,
              NOT_SET,
              "`anthropic-version`, where the caller sends none, or Azure's `api-version`."),
          key(
              "defaultMaxTokens",
              whole(1, ANY),
              NOT_SET,
              "Sent to Anthropic when the caller named none. Not set: what the model gives at most,"
                  + " or 8192."),
          key("maxOutput", whole(1, ANY), NOT_SET, "Tokens of one answer. Not set: the model's."),
          key(
              "inputIncludesCache",
              FLAG,
              NOT_SET,
              "For Anthropic look-alikes that count cached tokens as input."),
          section(
              "capabilities",
              CapabilityKeys.KEYS,
              "What it can or cannot do, where that is not as for its dialect, host and model."),
          key("tags", many(NAME), "[]", "For `routing.requireTags` and the header `x-ai-lb-tags`."),
          key(
              "headers",
              headers(HEADER_VALUE),
              "{}",
              "Added to every request. Not the key: that is set by `apiKey` and `auth`."),
          key("query", named(TEXT), "{}", "Added to every URL."),
          section("timeouts", TIMEOUT_OVERRIDES, "Overrides of the pool's `timeouts`."));

  private static final Keys ROUTING =
      Keys.of(
          key(
              "strategy",
              oneOf(
                  "adaptive",
                  "weighted",
                  "round-robin",
                  "least-busy",
                  "fastest",
                  "cheapest",
                  "ordered"),
              "adaptive",
              "How an endpoint is chosen: `adaptive` = the least loaded for its weight, free"
                  + " capacity, speed and success, `weighted` = at random by weight and free"
                  + " capacity, `round-robin` = in turn, `least-busy` = the fewest calls under way"
                  + " for its weight, `fastest` = as `weighted`, by the p95 of the last minutes"
                  + " too, `cheapest` = the cheapest that is free, `ordered` = the first that is"
                  + " free."),
          section(
              "factors",
              Keys.of(
                  key(
                      "headroom",
                      decimal(0, 10),
                      "1.0",
                      "Multiplies the exponent of free capacity, 0.5."),
                  key("speed", decimal(0, 10), "1.0", "Multiplies the exponent of speed, 0.5."),
                  key("success", decimal(0, 10), "1.0", "Multiplies the exponent of success, 3."),
                  key(
                      "cost",
                      decimal(0, 10),
                      "0.0",
                      "The exponent of the price against the cheapest; 0 = prices do not count.")),
              "For `adaptive` only."),
          key(
              "choices",
              orWord("auto", whole(0, 1_000)),
              "auto",
              "Endpoints of a tier that are looked at for one choice: that many, drawn by weight."
                  + " `auto` = all up to 16, else 2; 0 = always all. `cheapest` looks at all;"
                  + " `round-robin` and `ordered` take the first that is free."),
          key("requireTags", many(NAME), "[]", "Tags that an endpoint must have."),
          key(
              "patience",
              DURATION_TYPE,
              "3s",
              "How long a request waits for a tier that is cooling and said when it is back, before"
                  + " the next tier is used; never for one that is merely full. 0s = leave it at"
                  + " once."),
          section(
              "affinity",
              Keys.of(
                  key(
                      "by",
                      oneOf("none", "header", "user", "prompt-prefix", "auto"),
                      "auto",
                      "What keeps the requests of a conversation together: `auto` = the header, else"
                          + " the request's own `prompt_cache_key`; `prompt-prefix` = what its user"
                          + " said first."),
                  key(
                      "header",
                      HEADER,
                      "x-ai-lb-affinity",
                      "The header for `header` and `auto`. It never goes to a provider."),
                  key(
                      "ttl",
                      DURATION_TYPE,
                      "5m",
                      "For how long after its last request a conversation goes on where it was."),
                  key(
                      "maxLoad",
                      decimal(1, 100),
                      "1.25",
                      "How much more than its share an endpoint may carry for it."),
                  key(
                      "maxEntries",
                      whole(1, 10_000_000),
                      "10000",
                      "Conversations remembered; the others go where they would begin.")),
              "Keeps the provider's prompt caches warm. Tiers, limits and breakers come first;"
                  + " `ordered` and `cheapest` go by their own rule alone."),
          section(
              "budget",
              Keys.of(
                  key("perDay", decimal(0, ANY_NUMBER), NOT_SET, "To spend in a day, of UTC."),
                  key("perMonth", decimal(0, ANY_NUMBER), NOT_SET, "To spend in a month, of UTC."),
                  key(
                      "currency",
                      Types.CURRENCY,
                      "USD",
                      "Of the amounts; what is paid in another one is not counted."),
                  key(
                      "onExceeded",
                      oneOf("warn", "cheapest", "reject"),
                      "warn",
                      "What happens once it is spent: `warn` = a line in the log, `cheapest` = only the cheapest endpoint that is free, `reject` = nothing is sent that could cost more than is left.")),
              "What the pool may cost. With `adaptive` prices count as much as it takes for the budget to last."));

  private static final Keys RETRIES =
      Keys.of(
          key(
              "maxAttempts",
              whole(1, 100),
              "4",
              "Tries in all. A 429 does not count: it rests the endpoint. 1 = no failover."),
          key(
              "perEndpoint",
              whole(1, 100),
              "2",
              "Tries on one endpoint. A second one only after 500, 502, a conflict (408, 409), an answer"
                  + " that cannot be read, a lost connection, or where the provider says"
                  + " `x-should-retry: true`, and"
                  + " only when its tier has no other endpoint ready."),
          key(
              "maxElapsed",
              DURATION_TYPE,
              "60s",
              "Nothing new is tried after this; only where the first endpoint was silent for so"
                  + " long, one other still is."),
          key(
              "budget",
              RATIO,
              "20%",
              "Share of requests that may be retries, and one a second beside; up to 50 are saved"
                  + " up. With none left the error is reported. A try after a 429 is none. A request"
                  + " that says that it is its SDK's own second try (`x-stainless-retry-count` above"
                  + " 0) takes one, too, and adds none: with none left it is sent all the same, but"
                  + " only once."),
          key(
              "when",
              many(
                  oneOf(
                      "network",
                      "timeout",
                      "rate_limit",
                      "overloaded",
                      "server_error",
                      "conflict",
                      "auth",
                      "permission",
                      "billing",
                      "model_not_found",
                      "content_filter")),
              "[network, timeout, rate_limit, overloaded, server_error, conflict, auth, permission,"
                  + " billing, model_not_found]",
              "What is tried again."),
          section(
              "backoff",
              Keys.of(
                  key("initial", DURATION_TYPE, "250ms", "The first pause."),
                  key("max", DURATION_TYPE, "5s", "The longest pause."),
                  key("multiplier", decimal(1, 100), "2", "How it grows."),
                  key("jitter", RATIO, "50%", "How much it varies either way.")),
              "Only when no other endpoint is ready now."),
          section(
              "retryAfter",
              Keys.of(
                  key("honour", FLAG, "true", "Rest as long as the provider says."),
                  key("max", DURATION_TYPE, "1h", "The longest rest that is believed.")),
              "What a provider says about coming again."),
          key(
              "tellClient",
              FLAG,
              "true",
              "A final failure carries `x-should-retry: false` and, where it is known, in"
                  + " `retry-after` the time until the pool's earliest recovery, so that SDK retries"
                  + " do not multiply ours. `false` = an error that is passed on is as the provider"
                  + " sent it."));

  private static final Keys BREAKER =
      Keys.of(
          orNull(
              "consecutiveFailures",
              whole(1, 1_000_000),
              "5",
              "So many failures in a row open it."),
          orNull("failureRatio", Types.SHARE, "50%", "So large a share of failures opens it."),
          key("minimumCalls", whole(1, 1_000_000), "10", "Results that a share needs."),
          key("window", Types.atLeast(Duration.ofSeconds(1)), "20s", "How far back results count."),
          orNull(
              "slowdown",
              decimal(1, 1_000),
              "2.5",
              "So many times slower than usual opens it while another endpoint is not; twice that"
                  + " where no limit is known, as it may be our own load."),
          key("openFor", TIMEOUT, "2s", "The first pause; doubles with each further opening."),
          key("maxOpenFor", TIMEOUT, "30s", "The longest pause."),
          key("halfOpenCalls", whole(1, 1_000), "2", "So many probes in a row must succeed."));

  private static final Keys POOL =
      Keys.of(
          key("name", NAME, "default", "Only one pool may leave it out."),
          section(
              "match",
              MATCH,
              "Which outgoing requests are taken over; all given conditions must hold."),
          required("endpoints", new Many(ENDPOINT), "At least one."),
          section("routing", ROUTING, "Which endpoint takes a request."),
          section("retries", RETRIES, "When a request is tried again."),
          section(
              "stream",
              Keys.of(
                  key(
                      "recovery",
                      oneOf("error", "buffer", "resume", "none"),
                      "error",
                      "When a stream breaks: `error` = before its first content another endpoint"
                          + " takes over, later the caller gets its dialect's error event;"
                          + " `buffer` = all of it is held back, so that another endpoint can take"
                          + " over until its end; `resume` = it is passed on as it comes, and if it"
                          + " breaks later an endpoint with `capabilities.prefill` goes on with its"
                          + " text (not with tools, several choices, logprobs or a form that the"
                          + " answer must have, and not if nobody can: then as `error`); `none` = it"
                          + " is passed on as it comes, and the break with it."),
                  key(
                      "bufferLimit",
                      whole(1, 1_000_000_000),
                      "8M",
                      "Bytes of a stream held back for `buffer`; characters of its text kept for `resume`,"
                          + " which does not go on with a longer one."),
                  key(
                      "overflow",
                      oneOf("error", "release"),
                      "error",
                      "A larger stream: `error` = the request fails; `release` = it is passed on from"
                          + " there, as with `error`.")),
              "Broken streams."),
          section(
              "cooldown",
              Keys.of(
                  key(
                      "rateLimited",
                      DURATION_TYPE,
                      "20s",
                      "Where a pause ends that begins at 500ms and doubles."),
                  key(
                      "unauthorized",
                      DURATION_TYPE,
                      "10m",
                      "After a refused key, a missing permission or an unknown model."),
                  key("quotaExhausted", DURATION_TYPE, "5m", "After a spent balance.")),
              "How long an endpoint rests when the response names no time."),
          section(
              "breaker",
              BREAKER,
              "When an endpoint is taken out of use. `null` switches a rule off."),
          section(
              "queue",
              Keys.of(
                  orNull(
                      "maxWait",
                      DURATION_TYPE,
                      "60s",
                      "For a free endpoint, never past the caller's deadline. 0s = fail at once,"
                          + " `null` = no bound of our own."),
                  key("maxSize", whole(0, 10_000_000), "1000", "Requests that may wait at once."),
                  key(
                      "priorityHeader",
                      HEADER,
                      "x-ai-lb-priority",
                      "The header in which a request says `batch`: it waits while interactive ones"
                          + " do. No provider gets it.")),
              "Waiting for a place."),
          section("timeouts", TIMEOUTS, "How long to wait for what. `null` = the client's own."),
          section(
              "translation",
              Keys.of(
                  key(
                      "mode",
                      oneOf("auto", "off"),
                      "auto",
                      "Whether endpoints of another dialect may serve a request, where they map its"
                          + " model. `off` = none does."),
                  key(
                      "unsupported",
                      oneOf("skip", "drop"),
                      "skip",
                      "What happens to a field that an endpoint cannot serve: `skip` = the endpoint"
                          + " is not used, `drop` = the field is left out where the request stays"
                          + " valid."),
                  key(
                      "strict",
                      FLAG,
                      "false",
                      "Skip an endpoint also where only little would be lost.")),
              "Between dialects."),
          section(
              "tokens",
              Keys.of(
                  later(
                      key(
                          "estimator",
                          oneOf("bytes", "jtokkit"),
                          "bytes",
                          "How tokens are estimated.")),
                  key(
                      "outputDefault",
                      whole(0, 10_000_000),
                      "1024",
                      "Output tokens of a request that names no bound.")),
              "What a request is expected to use."));

  private static final Keys FLEET =
      Keys.of(
          later(key("enabled", FLAG, "false", "Share quotas and cooldowns with other processes.")),
          later(key("url", TEXT, "redis://localhost:6379/0", "`redis` or `rediss`.")),
          later(key("username", TEXT, NOT_SET, "Of the server.")),
          later(key("password", SECRET, NOT_SET, "Of the server.")),
          later(key("namespace", NAME, "ailb", "Begins every key.")),
          later(key("node", TEXT, "auto", "This process's name.")),
          later(key("refresh", DURATION_TYPE, "1s", "How often.")),
          later(key("timeout", DURATION_TYPE, "250ms", "Of one exchange.")),
          section(
              "allotment",
              Keys.of(
                  later(key("ahead", DURATION_TYPE, "2s", "Demand covered by quota taken ahead.")),
                  later(
                      key(
                          "maxShare",
                          RATIO,
                          "50%",
                          "Largest part of the rest that one node may take."))),
              "Quota taken ahead."),
          later(
              key(
                  "onLoss",
                  oneOf("split", "local", "closed"),
                  "split",
                  "What holds while the server is gone.")),
          later(
              key("expectedNodes", whole(1, 100_000), "1", "For `split` before others were seen.")),
          later(key("shareCooldowns", FLAG, "true", "Rest together.")));

  private static final Keys MANAGEMENT =
      Keys.of(
          section(
              "jmx",
              Keys.of(
                  key("enabled", FLAG, "true", "Register MBeans."),
                  key("domain", NAME, "ailb", "Their domain."),
                  key(
                      "operations",
                      oneOf("all", "read-only"),
                      "all",
                      "`read-only` refuses every action and setter.")),
              "JConsole and its kin."),
          section(
              "http",
              Keys.of(
                  later(key("enabled", FLAG, "false", "A small page, JSON and metrics.")),
                  later(key("bind", TEXT, "127.0.0.1", "The address to listen on.")),
                  later(key("port", whole(1, 65_535), "9477", "The port to listen on.")),
                  later(key("token", SECRET, NOT_SET, "Required off loopback."))),
              "A page in a browser."));

  static final Keys ROOT =
      Keys.of(
          key("version", whole(1, 1), "1", "Of this schema."),
          key(
              "mode",
              oneOf("active", "observe", "off"),
              "active",
              "`active` = requests are taken over; `off` = none is; `observe` = it is decided and"
                  + " counted who would be asked, and each goes out as it came, with the"
                  + " application's own key: all figures are \"as if\"."),
          required(
              "pools",
              new Many(POOL),
              "At least one; the first pool that matches a request takes it."),
          section("fleet", FLEET, "Several processes that share accounts."),
          section("management", MANAGEMENT, "For those who run it."),
          section(
              "telemetry",
              Keys.of(
                  key(
                      "responseHeaders",
                      FLAG,
                      "true",
                      "Answers say who served them, in `x-ai-lb-*`."),
                  later(key("micrometer", oneOf("auto", "off"), "auto", "Metrics.")),
                  later(key("genAi", oneOf("off", "latest"), "off", "`gen_ai.*` telemetry.")),
                  later(
                      key(
                          "summary",
                          DURATION_TYPE,
                          "0s",
                          "How often a summary is logged; 0s = never.")),
                  later(
                      key(
                          "maxModels",
                          whole(1, 10_000),
                          "50",
                          "Model names in metrics before `other`."))),
              "What is told about requests."),
          section(
              "log",
              Keys.of(
                  key(
                      "level",
                      oneOf("error", "warn", "info", "debug", "trace"),
                      "info",
                      "Of the agent's log."),
                  key("target", TEXT, "stderr", "`stderr`, `stdout` or `file:PATH`."),
                  key("format", oneOf("text", "json"), "text", "Of a line.")),
              "The agent's log. The library logs through slf4j."),
          section(
              "agent",
              Keys.of(
                  key(
                      "clients",
                      many(oneOf("okhttp", "jdk", "apache5", "reactor-netty")),
                      "[okhttp, jdk, apache5, reactor-netty]",
                      "HTTP clients that the agent may touch."),
                  key(
                      "failOnError",
                      FLAG,
                      "false",
                      "End the JVM when the agent cannot start, instead of running the application"
                          + " without it.")),
              "The Java agent."),
          section(
              "reload",
              Keys.of(
                  key(
                      "watch",
                      FLAG,
                      "true",
                      "Look for changes of this file and of every `${file:}` in it."),
                  key("interval", Types.atLeast(Duration.ofMillis(100)), "5s", "How often.")),
              "A bad file keeps the running configuration."));
}
