package io.ailb.config;

import io.ailb.limit.LimitSettings;
import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.Glob;
import io.ailb.model.HttpFields;
import io.ailb.model.ModelMap;
import io.ailb.model.ModelTarget;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.select.MemberSettings;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a pool's endpoints of their sections. */
final class EndpointSettings {
  private static final Pattern CREDENTIAL =
      Pattern.compile("key|token|secret|password|auth", Pattern.CASE_INSENSITIVE);

  /** Headers of keys, which clients take off unless they are of apiKey. */
  private static final Set<String> KEY_HEADERS =
      Set.of("authorization", "api-key", "x-api-key", "x-goog-api-key");

  private final Section pool;
  private final Problems problems;
  private final Function<Supplier<String>, ApiKey> rotating;
  private final boolean strict;
  private final List<Secret> secrets;

  private final Map<String, Place> names = new HashMap<>();
  private final Map<String, Integer> countByProvider = new HashMap<>();
  private final Map<String, Section> sections = new LinkedHashMap<>();

  /**
   * One key of an endpoint's section: each makes an endpoint.
   *
   * @param id empty = nobody else's
   */
  private record Keyed(ApiKey key, String id, @Nullable String disabledBecause) {}

  EndpointSettings(
      Section pool,
      Problems problems,
      Function<Supplier<String>, ApiKey> rotating,
      boolean strict,
      List<Secret> secrets) {
    this.pool = pool;
    this.problems = problems;
    this.rotating = rotating;
    this.strict = strict;
    this.secrets = secrets;
  }

  /** The section by endpoint, after {@link #members()}. */
  Map<String, Section> sections() {
    return sections;
  }

  List<MemberSettings> members() {
    List<MemberSettings> members = new ArrayList<>();
    List<Section> written = pool.sections("endpoints");
    if (written.isEmpty() && pool.isWritten("endpoints")) {
      problems.error(
          pool.placeOf("endpoints"), pool.pathOf("endpoints"), "needs at least one endpoint.");
    }
    for (Section section : written) {
      if (!section.isNull("provider")) {
        members.addAll(endpoints(section));
      }
    }
    settleLacks(written, members);
    warnOfLoners(members);
    return members;
  }

  private List<MemberSettings> endpoints(Section section) {
    Provider provider = provider(section.text("provider"));
    Auth auth = auth(section.section("auth"));
    List<Keyed> keys = keys(section, provider, auth);
    URI baseUrl = baseUrl(section, provider, auth);
    checkReachable(section);
    checkHeaders(section, auth);
    LimitSettings limits = limits(section, provider);
    Long concurrency = section.section("limits").wholeOrNull("concurrency");
    String lack = lack(section);
    List<MemberSettings> made = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Keyed keyed = keys.get(i);
      String name = name(section, provider, keys.size() == 1 ? 0 : i + 1);
      sections.put(name, section);
      Endpoint endpoint =
          new Endpoint(
              pool.text("name"),
              name,
              provider,
              baseUrl,
              keyed.key,
              keyed.id.isEmpty() ? pool.text("name") + "/" + name : keyed.id,
              auth,
              models(section),
              section.textOrNull("quotaGroup"),
              section.number("weight"),
              section.small("tier"),
              price(section.section("cost")),
              section.wholeOrNull("contextWindow"),
              section.textOrNull("apiVersion"),
              new LinkedHashSet<>(section.texts("tags")),
              credentials(section.textMap("headers")),
              credentials(section.textMap("query")),
              traits(section, provider));
      String disabledBecause = keyed.disabledBecause != null ? keyed.disabledBecause : lack;
      boolean enabled = section.flag("enabled") && disabledBecause == null;
      made.add(
          new MemberSettings(
              endpoint,
              limits,
              concurrency == null ? null : Math.toIntExact(concurrency),
              enabled,
              disabledBecause != null ? disabledBecause : "disabled in the configuration"));
    }
    return made;
  }

  /** What the whole endpoint lacks, beside keys, each of which is an endpoint of its own. */
  private static @Nullable String lack(Section section) {
    for (Checker.Lack lack : section.lacks()) {
      if (!lack.path().startsWith(section.pathOf("apiKey"))) {
        return lack.missing().message();
      }
    }
    return null;
  }

  private static Provider provider(String id) {
    for (Provider provider : Provider.values()) {
      if (provider.id().equals(id)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("a provider that the schema excludes: " + id);
  }

  private String name(Section section, Provider provider, int number) {
    int count = countByProvider.merge(provider.id(), 1, Integer::sum);
    String given = section.textOrNull("name");
    String name =
        given == null ? provider.id() + "-" + count : number == 0 ? given : given + "-" + number;
    Place place = given == null ? section.place() : section.placeOf("name");
    Place earlier = names.putIfAbsent(name, place);
    if (earlier != null) {
      problems.error(
          place,
          section.pathOf("name"),
          "\""
              + name
              + "\" is already used"
              + Settings.at(earlier)
              + ". Names are unique within a pool.");
    }
    return name;
  }

  // Keys.

  private Auth auth(Section section) {
    Auth.Scheme scheme = Auth.Scheme.valueOf(section.text("type").toUpperCase(Locale.ROOT));
    String header = section.textOrNull("header");
    if (scheme == Auth.Scheme.HEADER && header == null) {
      problems.error(
          section.placeOf("type"),
          section.pathOf("header"),
          "is required with type: header. Name the header, such as X-Api-Key.");
      return Auth.AUTO;
    }
    if (scheme != Auth.Scheme.HEADER && header != null) {
      problems.error(
          section.placeOf("header"),
          section.pathOf("header"),
          "goes with type: header only, got type: " + section.text("type") + ".");
      return Auth.AUTO;
    }
    return new Auth(scheme, header);
  }

  private List<Keyed> keys(Section section, Provider provider, Auth auth) {
    boolean keyless = auth.scheme() == Auth.Scheme.NONE || auth.scheme() == Auth.Scheme.PASSTHROUGH;
    List<Keyed> keys = new ArrayList<>();
    if (section.any("apiKey") instanceof List<?> given) {
      given.forEach(key -> keys.add(key(section, key)));
    }
    if (keyless && !keys.isEmpty()) {
      problems.error(
          section.placeOf("apiKey"),
          section.pathOf("apiKey"),
          "is not used with auth.type: "
              + auth.scheme().name().toLowerCase(Locale.ROOT)
              + ". Remove one of them.");
    }
    if (!keyless && keys.isEmpty() && isUntold(section, "apiKey")) {
      String example = provider.id().toUpperCase(Locale.ROOT).replace('-', '_');
      problems.error(
          section.place(),
          section.pathOf("apiKey"),
          "is required. Write ${" + example + "_API_KEY}, or set auth.type: none.");
    }
    return keys.isEmpty() ? List.of(new Keyed(ApiKey.none(), keyless ? "none" : "", null)) : keys;
  }

  /** What clients take off as a key, or put their own key over, would never arrive. */
  private void checkHeaders(Section section, Auth auth) {
    for (String name : section.textMap("headers").keySet()) {
      if (name.equalsIgnoreCase(auth.header())) {
        problems.error(
            section.placeOf("headers"),
            Paths.member(section.pathOf("headers"), name),
            "the key is set by apiKey and auth, which name this header. Remove it here.");
      } else if (KEY_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        String way =
            name.equalsIgnoreCase("authorization")
                ? "auth.type: bearer"
                : "auth: {type: header, header: " + name + "}";
        problems.error(
            section.placeOf("headers"),
            Paths.member(section.pathOf("headers"), name),
            "the key is set by apiKey and auth. Write it as apiKey, with " + way + ".");
      }
    }
  }

  /** Headers or parameters, noting what goes by the name of a credential. */
  private Map<String, String> credentials(Map<String, String> named) {
    named.forEach(
        (name, value) -> {
          if (HttpFields.isCredential(name) || CREDENTIAL.matcher(name).find()) {
            try {
              secrets.add(Secret.of(value.substring(value.lastIndexOf(' ') + 1)));
            } catch (IllegalArgumentException e) {
              // then it is none
            }
          }
        });
    return named;
  }

  /** Whether nothing was said yet of a value that is not there. */
  private boolean isUntold(Section section, String key) {
    return !problems.isTold(section.pathOf(key))
        && !section.isMeant(key)
        && section.lacks().stream().noneMatch(lack -> lack.path().equals(section.pathOf(key)));
  }

  private Keyed key(Section section, Object given) {
    if (given instanceof Value.Missing missing) {
      return new Keyed(ApiKey.none(), "", missing.message()); // two that lack one share none
    }
    if (given instanceof Value.Supplied supplied) {
      return new Keyed(rotating.apply(supplied.supplier()), "", null);
    }
    try {
      Secret secret = Secret.of((String) given);
      secrets.add(secret);
      return new Keyed(ApiKey.of(secret), secret.fingerprint(), null);
    } catch (IllegalArgumentException e) {
      problems.error(
          section.placeOf("apiKey"),
          section.pathOf("apiKey"),
          e.getMessage() + ". Check for spaces and line breaks around it.");
      return new Keyed(ApiKey.none(), "", null);
    }
  }

  /** A missing variable costs its endpoint only, as long as the pool has another one. */
  private void settleLacks(List<Section> written, List<MemberSettings> members) {
    boolean anyLeft = false;
    for (MemberSettings member : members) {
      anyLeft |= member.enabled();
    }
    boolean anyLack = false;
    for (Section section : written) {
      anyLack |= !section.lacks().isEmpty();
      for (Checker.Lack lack : section.lacks()) {
        Value.Missing missing = lack.missing();
        if (strict || !anyLeft) {
          problems.error(missing.place(), lack.path(), missing.message());
        } else {
          problems.warning(
              missing.place(), lack.path(), missing.message() + " The endpoint is disabled.");
        }
      }
    }
    boolean noneByChoice = !members.isEmpty() && !anyLeft && !anyLack;
    if (noneByChoice) {
      problems.error(
          pool.placeOf("endpoints"),
          pool.pathOf("endpoints"),
          "all endpoints are disabled. Enable one, or remove the pool.");
    }
  }

  // Places.

  private URI baseUrl(Section section, Provider provider, Auth auth) {
    URI given = (URI) section.any("baseUrl");
    String url = provider.publicUrl();
    if (given == null && url == null && isUntold(section, "baseUrl")) {
      problems.error(
          section.place(),
          section.pathOf("baseUrl"),
          "is required for "
              + provider.id()
              + ", which has no public URL. Write the URL of your own, such as "
              + example(provider)
              + ".");
    }
    URI baseUrl = given != null ? given : URI.create(url == null ? "https://unknown.invalid" : url);
    boolean sendsKey = auth.scheme() != Auth.Scheme.NONE;
    if (baseUrl.getScheme().equals("http")
        && sendsKey
        && !isLoopback(baseUrl.getHost())
        && !section.section("auth").flag("allowHttp")) {
      problems.error(
          section.placeOf("baseUrl"),
          section.pathOf("baseUrl"),
          "plain http would send the key unencrypted to "
              + baseUrl.getHost()
              + ". Use https, or set auth.allowHttp: true on a trusted network.");
    }
    boolean versioned =
        provider == Provider.AZURE_OPENAI
            && !String.valueOf(baseUrl.getPath()).endsWith("/openai/v1");
    if (versioned
        && section.isNull("apiVersion")
        && !section.textMap("query").containsKey("api-version")) {
      problems.error(
          section.place(),
          section.pathOf("apiVersion"),
          "is required for azure-openai. Write one such as \"2024-10-21\", or let baseUrl end in"
              + " /openai/v1.");
    }
    return baseUrl;
  }

  private static String example(Provider provider) {
    return provider == Provider.AZURE_OPENAI
        ? "https://NAME.openai.azure.com"
        : "https://api.groq.com/openai/v1";
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("[::1]");
  }

  /** Nothing may stand in a configuration that can never have an effect. */
  private void checkReachable(Section section) {
    Set<String> missing = new LinkedHashSet<>(pool.section("routing").texts("requireTags"));
    for (String tag : section.texts("tags")) {
      missing.removeIf(tag::equalsIgnoreCase);
    }
    if (!missing.isEmpty()) {
      problems.error(
          section.place(),
          section.path(),
          "no request can ever be sent here: routing.requireTags wants "
              + missing
              + ". Add the tag, or remove the endpoint.");
    }
    List<String> requested = requestedNames(section);
    List<String> wanted = pool.section("match").textsOrNull("models");
    if (wanted != null
        && !requested.isEmpty()
        && requested.stream().noneMatch(model -> matches(wanted, model))) {
      problems.error(
          section.placeOf("models"),
          section.pathOf("models"),
          "no request can ever be sent here: match.models takes none of "
              + requested
              + ". Widen it, or remove the endpoint.");
    }
  }

  private static boolean matches(List<String> globs, String model) {
    return globs.stream().anyMatch(glob -> Glob.of(glob).matches(model));
  }

  /** The names that an endpoint serves, where all of them are plain names; else none. */
  private static List<String> requestedNames(Section section) {
    List<String> names = new ArrayList<>();
    if (section.any("models") instanceof Map<?, ?> map) {
      map.keySet().forEach(name -> names.add((String) name));
    } else if (section.any("models") instanceof List<?> list) {
      list.forEach(name -> names.add((String) name));
    }
    for (String name : names) {
      if (!Glob.of(name).isLiteral()) {
        return List.of();
      }
    }
    return names;
  }

  /** An endpoint of another dialect backs up nobody without a model map and a translation. */
  private void warnOfLoners(List<MemberSettings> members) {
    String main = mainDialect(members);
    for (MemberSettings member : members) {
      Endpoint endpoint = member.endpoint();
      Section section = sections.get(endpoint.name());
      String dialect = dialectOf(member);
      if (section == null || dialect.equals(main)) {
        continue;
      }
      boolean translates = pool.section("translation").text("mode").equals("auto");
      if (endpoint.models().isMapped() && !translates) {
        String key = section.isNull("model") ? "models" : "model";
        problems.warning(
            section.placeOf(key),
            section.pathOf(key),
            "\"%s\" serves only callers that speak %s, whatever names it maps, as translation.mode is off."
                .formatted(endpoint.name(), dialect));
      } else if (!endpoint.models().isMapped()) {
        problems.warning(
            section.place(),
            section.path(),
            "\"%s\" maps no model, so it serves only callers that speak %s. To back up %s callers add models: {%s: %s} or model:."
                .formatted(
                    endpoint.name(), dialect, main, exampleModel(main), exampleModel(dialect)));
      }
    }
  }

  private static String dialectOf(MemberSettings member) {
    return switch (member.endpoint().provider()) {
      case ANTHROPIC -> "anthropic";
      case GEMINI -> "gemini";
      case OPENAI, OPENAI_COMPATIBLE, AZURE_OPENAI -> "openai";
    };
  }

  /** What a pool's callers most likely speak. */
  private static String mainDialect(List<MemberSettings> members) {
    for (MemberSettings member : members) {
      if (dialectOf(member).equals("openai")) {
        return "openai";
      }
    }
    return members.isEmpty() ? "openai" : dialectOf(members.get(0));
  }

  private static String exampleModel(String dialect) {
    return switch (dialect) {
      case "anthropic" -> "claude-...";
      case "gemini" -> "gemini-...";
      default -> "gpt-4o-mini";
    };
  }

  private Traits traits(Section section, Provider provider) {
    boolean openAiLike = provider.speaks(Dialect.OPENAI_CHAT);
    boolean anthropic = provider == Provider.ANTHROPIC;
    checkUsed(section, "profile", openAiLike, "openai, azure-openai and openai-compatible");
    checkUsed(section, "defaultMaxTokens", anthropic, "anthropic");
    checkUsed(section, "inputIncludesCache", anthropic, "anthropic");
    return new Traits(
        section.textOrNull("profile"),
        CapabilityKeys.changes(section.section("capabilities")),
        section.wholeOrNull("defaultMaxTokens"),
        section.wholeOrNull("maxOutput"),
        Boolean.TRUE.equals(section.any("inputIncludesCache")));
  }

  private void checkUsed(Section section, String key, boolean used, String providers) {
    if (!used && !section.isNull(key)) {
      problems.error(
          section.placeOf(key),
          section.pathOf(key),
          "has no effect with provider "
              + section.text("provider")
              + ", only with "
              + providers
              + ". Remove it.");
    }
  }

  // Models, prices, limits.

  private ModelMap models(Section section) {
    String always = section.textOrNull("model");
    Object models = section.any("models");
    boolean mapped =
        (models instanceof Map<?, ?> map && !map.isEmpty())
            || (models instanceof List<?> list && !list.isEmpty());
    if (always != null && mapped) {
      problems.error(
          section.placeOf("model"),
          section.pathOf("model"),
          "not together with models. To send one name for all, write models: {\"*\": "
              + always
              + "}.");
    }
    if (always != null) {
      return ModelMap.always(ModelTarget.of(always));
    }
    Map<String, ModelTarget> targets = new LinkedHashMap<>();
    if (models instanceof List<?> unchanged) {
      unchanged.forEach(name -> targets.put((String) name, ModelTarget.of("*")));
    } else if (models instanceof Map<?, ?> map) {
      map.forEach((name, target) -> targets.put((String) name, target(target)));
    }
    return ModelMap.of(targets);
  }

  private static ModelTarget target(@Nullable Object written) {
    if (!(written instanceof Section section)) {
      return ModelTarget.of(String.valueOf(written));
    }
    return new ModelTarget(
        section.isNull("send") ? "*" : section.text("send"),
        section.isWritten("cost") ? price(section.section("cost")) : null,
        section.wholeOrNull("contextWindow"),
        section.wholeOrNull("maxOutput"));
  }

  private static Price price(Section section) {
    return new Price(
        section.numberOrNull("input"),
        section.numberOrNull("output"),
        section.numberOrNull("cachedInput"),
        section.number("perRequest"),
        section.text("currency"));
  }

  private static LimitSettings limits(Section endpoint, Provider provider) {
    Section limits = endpoint.section("limits");
    Section day = endpoint.section("day");
    return new LimitSettings(
        limits.wholeOrNull("rpm"),
        limits.wholeOrNull("rpd"),
        limits.wholeOrNull("tpm"),
        limits.wholeOrNull("itpm"),
        limits.wholeOrNull("otpm"),
        limits.wholeOrNull("tpd"),
        limits.text("scope").equals("model"),
        charge(limits.text("charge"), provider),
        day.text("window").equals("calendar") ? (ZoneId) day.any("zone") : null,
        endpoint.flag("learnLimits"));
  }

  /**
   * OpenAI and Azure count the prompt and max_tokens at the start (wire-facts, sections 6 and 11).
   */
  private static Charge charge(String configured, Provider provider) {
    return switch (configured) {
      case "max-tokens" -> Charge.MAX_TOKENS;
      case "actual" -> Charge.ACTUAL;
      default ->
          provider == Provider.OPENAI || provider == Provider.AZURE_OPENAI
              ? Charge.MAX_TOKENS
              : Charge.ACTUAL;
    };
  }
}
