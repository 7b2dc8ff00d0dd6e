package io.ailb.agent.litellm;

import io.ailb.agent.litellm.Written.Members;
import io.ailb.agent.litellm.Written.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code model_list}. */
final class Deployments {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Names of headers whose values are keys. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?i).*(key|token|secret|password|auth|cookie).*");

  /** Those of which an endpoint has one, set by its key. */
  private static final Set<String> THE_KEYS =
      Set.of("authorization", "api-key", "x-api-key", "x-goog-api-key");

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final Notes notes;
  private final Keys keys;

  Deployments(Notes notes) {
    this.notes = notes;
    this.keys = new Keys(notes);
  }

  List<Deployment> read(List<Written> list) {
    List<Deployment> deployments = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String path = "model_list[" + i + "]";
      if (list.get(i) instanceof Members item) {
        Deployment deployment = deployment(item, path);
        if (deployment != null) {
          deployments.add(deployment);
        }
        rest(item, path);
      } else {
        notes.add(list.get(i), path, "left out: model_name: and litellm_params: are expected");
      }
    }
    return deployments;
  }

  private @Nullable Deployment deployment(Members item, String path) {
    Members params = item.members("litellm_params");
    Members info = item.members("model_info");
    String in = path + ".litellm_params";
    Text group = item.text("model_name");
    Text model = params.text("model");
    if (group == null || model == null) {
      notes.add(item, path, "left out: it needs model_name and litellm_params.model");
      return null;
    }
    String named = model.text();
    int slash = named.indexOf('/');
    Text stated = params.text("custom_llm_provider");
    String litellm = stated != null ? stated.text() : slash > 0 ? named.substring(0, slash) : null;
    String sent = slash > 0 && stated == null ? named.substring(slash + 1) : named;
    if (litellm == null) {
      litellm = Host.ofModel(named);
    }
    Host host = litellm == null ? null : Host.of(litellm);
    if (host == null || litellm == null) {
      forget(params, info);
      notes.add(model, in + ".model", "left out: ai-lb has no provider of this kind");
      return null;
    }
    if (sent.isBlank()) {
      forget(params, info);
      notes.add(model, in + ".model", "left out: it names no model");
      return null;
    }
    Map<String, Object> settings = settings(params, host, litellm, in);
    if (settings == null) {
      forget(params, info);
      return null;
    }
    facts(params, info, settings, path);
    String requested = group.text();
    if (sent.contains("*") && !requested.equals("*") && !requested.equals(sent)) {
      forget(params, info);
      notes.add(
          group,
          path + ".model_name",
          "left out: ai-lb takes nothing off a name that a pattern fits; list the models");
      return null;
    }
    Map<String, Object> limits = new LinkedHashMap<>();
    number(params, "rpm", limits);
    number(params, "tpm", limits);
    Map<String, Object> atOnce = new LinkedHashMap<>();
    number(params, "max_parallel_requests", atOnce);
    Integer order = whole(params.text("order"));
    Text id = info.text("id");
    Deployment deployment =
        new Deployment(
            item,
            path,
            group.text(),
            id != null && NAME.matcher(id.text()).matches() ? id.text() : null,
            litellm,
            sent.endsWith("*") ? "*" : withoutBridge(sent),
            settings,
            limits,
            atOnce.get("max_parallel_requests"),
            order);
    rest(params, in);
    rest(info, path + ".model_info");
    return deployment;
  }

  /** {@code openai/responses/MODEL}: which of OpenAI's ways is taken follows from the caller. */
  private static String withoutBridge(String sent) {
    return sent.startsWith("responses/") ? sent.substring("responses/".length()) : sent;
  }

  /** Of what is left out, one line is enough. */
  private static void forget(Members params, Members info) {
    params.asked().addAll(params.values().keySet());
    info.asked().addAll(info.values().keySet());
  }

  private @Nullable Map<String, Object> settings(
      Members params, Host stated, String litellm, String in) {
    Text base = params.text("api_base") != null ? params.text("api_base") : params.text("base_url");
    String url = base == null ? stated.url() : url(base, in);
    boolean openAi = url == null || url.startsWith("https://api.openai.com");
    Host host = openAi ? stated : stated.elsewhere();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("provider", host.provider());
    if (host.profile() != null) {
      settings.put("profile", host.profile());
    }
    boolean azure = host.provider().equals("azure-openai");
    if (url == null && azure) {
      url = "${AZURE_API_BASE}";
    }
    if (url == null && host.provider().equals("openai-compatible")) {
      notes.add(params, in, "left out: without api_base nobody knows where it is");
      return null;
    }
    if (url != null && !(host.provider().equals("openai") && openAi)) {
      settings.put("baseUrl", url);
    }
    credentials(params, host, litellm, url, settings, in);
    Text version = params.text("api_version");
    if (version != null || (azure && url != null && !url.endsWith("/openai/v1"))) {
      settings.put("apiVersion", version == null ? "${AZURE_API_VERSION}" : textOf(version));
    }
    return settings;
  }

  /** Without what a URL of ours does not have: an end, a query, a user. */
  private String url(Text base, String in) {
    String reference = Keys.reference(base.text());
    if (reference != null) {
      return reference;
    }
    String url = base.text().replaceAll("[?#].*$", "").replaceAll("//[^/@]*@", "//");
    if (!url.equals(base.text())) {
      notes.add(base, in + ".api_base", "taken without its user and query, which may hold a key");
    }
    return url.replaceAll("(/chat/completions)?/*$", "");
  }

  private void credentials(
      Members params,
      Host host,
      String litellm,
      @Nullable String url,
      Map<String, Object> settings,
      String in) {
    Text key = params.text("api_key");
    boolean plain = url != null && url.startsWith("http://") && !isLoopback(url);
    boolean none = key == null ? host.variable() == null : Keys.isNone(key);
    if (none) {
      settings.put("auth", Map.of("type", "none"));
      return;
    }
    settings.put(
        "apiKey",
        key == null ? "${" + host.variable() + "}" : keys.key(key, in + ".api_key", litellm));
    if (plain) {
      settings.put("auth", Map.of("allowHttp", true));
      notes.add(params, in + ".api_base", "its key travels unencrypted (auth.allowHttp)");
    }
  }

  private static boolean isLoopback(String url) {
    return url.matches("http://(localhost|127\\.[0-9.]+|\\[::1])([:/].*)?");
  }

  /** What is known of the deployment beside its address. */
  private void facts(Members params, Members info, Map<String, Object> settings, String path) {
    Map<String, Object> cost = new LinkedHashMap<>();
    price(params, info, "input_cost_per_token", "input", cost);
    price(params, info, "output_cost_per_token", "output", cost);
    price(params, info, "cache_read_input_token_cost", "cachedInput", cost);
    if (!cost.isEmpty()) {
      settings.put("cost", cost);
    }
    copy(info, "max_input_tokens", "contextWindow", settings);
    copy(info, "max_output_tokens", "maxOutput", settings);
    BigDecimal weight = decimal(params.text("weight"));
    if (weight != null) {
      settings.put("weight", plain(weight));
    }
    List<Object> tags = new ArrayList<>();
    params.items("tags").forEach(tag -> addText(tag, tags));
    if (!tags.isEmpty()) {
      settings.put("tags", tags);
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    Text organisation = params.text("organization");
    if (organisation != null) {
      headers.put("OpenAI-Organization", textOf(organisation));
    }
    Members extra = params.members("extra_headers");
    extra.values().forEach((name, value) -> header(name, value, path + ".litellm_params", headers));
    if (!headers.isEmpty()) {
      settings.put("headers", headers);
    }
    String timeout = seconds(params.text("timeout"));
    if (timeout != null) {
      settings.put("timeouts", Map.of("attempt", timeout));
    }
    info.get("mode"); // follows from what callers ask
  }

  private void header(String name, Written value, String in, Map<String, Object> headers) {
    if (THE_KEYS.contains(name.toLowerCase(Locale.ROOT))) {
      notes.add(
          value,
          in + ".extra_headers." + name,
          "left out: write its value as apiKey, with auth: {type: header, header: " + name + "}");
    } else if (value instanceof Text text) {
      boolean key = CREDENTIAL.matcher(name).matches();
      headers.put(name, key ? keys.key(text, in + ".extra_headers." + name, name) : textOf(text));
    }
  }

  private static void addText(Written value, List<Object> texts) {
    if (value instanceof Text text) {
      texts.add(text.text());
    }
  }

  private static String textOf(Text text) {
    String reference = Keys.reference(text.text());
    return reference == null ? text.text().replace("$", "$$") : reference;
  }

  private static void price(
      Members params, Members info, String theirs, String ours, Map<String, Object> cost) {
    Text stated = params.text(theirs);
    Text told = info.text(theirs);
    BigDecimal perToken = decimal(stated != null ? stated : told);
    if (perToken != null) {
      cost.put(ours, plain(perToken.multiply(MILLION)));
    }
  }

  private static void copy(Members from, String theirs, String ours, Map<String, Object> settings) {
    Integer value = whole(from.text(theirs));
    if (value != null && value > 0) {
      settings.put(ours, value);
    }
  }

  /** A number, or the variable that holds it. */
  private void number(Members params, String name, Map<String, Object> into) {
    Text text = params.text(name);
    if (text == null) {
      return;
    }
    String reference = Keys.reference(text.text());
    Integer value = whole(text);
    if (reference != null) {
      into.put(name, reference);
    } else if (value != null && value > 0) {
      into.put(name, value);
    } else {
      notes.add(text, name, "left out: it is no number above 0");
    }
  }

  private void rest(Members members, String path) {
    for (String name : members.rest()) {
      Written value = members.values().get(name);
      if (value != null) {
        notes.add(value, path + "." + name, NoCounterpart.ofDeployment(name));
      }
    }
  }

  static @Nullable Integer whole(@Nullable Text text) {
    BigDecimal value = decimal(text);
    try {
      return value == null ? null : value.setScale(0, RoundingMode.DOWN).intValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  static @Nullable BigDecimal decimal(@Nullable Text text) {
    if (text == null || !text.text().matches("[-+]?[0-9_]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?")) {
      return null;
    }
    return new BigDecimal(text.text().replace("_", ""));
  }

  private static Object plain(BigDecimal value) {
    return new BigDecimal(value.stripTrailingZeros().toPlainString());
  }

  /** Such as {@code 30s}; null where there is no length of time. */
  static @Nullable String seconds(@Nullable Text text) {
    BigDecimal value = decimal(text);
    if (value == null || value.signum() <= 0) {
      return null;
    }
    BigDecimal millis = value.multiply(BigDecimal.valueOf(1000)).setScale(0, RoundingMode.UP);
    return millis.remainder(BigDecimal.valueOf(1000)).signum() == 0
        ? millis.divide(BigDecimal.valueOf(1000)).toPlainString() + "s"
        : millis.toPlainString() + "ms";
  }
}
