package io.ailb.simulator;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.plan.Latency;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is like. The names are the same in JSON; all but {@code name} and {@code
 * provider} may be left out.
 *
 * @param name letters, digits, {@code . _ -}; answers mention it
 * @param keys it accepts; {@code key-of-NAME} unless given. Keys have 8 characters or more, so that
 *     they can be recognised wherever they turn up
 * @param models it has; none means any
 * @param limits of each key; null for none
 * @param tokens content events, and words, of an answer
 * @param port 0 for any free one
 * @param tls with a self-signed certificate
 * @param http2 over TLS beside HTTP/1.1; without TLS only HTTP/2, as clients with prior knowledge
 *     speak it
 * @param crlf whether the lines of streams end in CRLF, as Gemini's do unless told otherwise
 * @param strict whether requests that break the provider's rules are refused; otherwise what can be
 *     read is answered
 * @param keepBodies whether the log has the bodies of requests
 * @param fixtures a directory of cases for {@code FIXTURE case}; null for none
 * @param script faults from the start
 */
@JsonDeserialize(builder = EndpointSpec.Builder.class)
public record EndpointSpec(
    String name,
    Provider provider,
    List<String> keys,
    List<String> models,
    @Nullable Limits limits,
    Latency latency,
    int tokens,
    int port,
    boolean tls,
    boolean http2,
    boolean crlf,
    boolean strict,
    boolean keepBodies,
    @Nullable String fixtures,
    List<FaultRule> script) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /** Refuses names that do not fit a URL, ports that are none, and empty answers. */
  public EndpointSpec {
    require(NAME.matcher(name).matches(), "name must be letters, digits or . _ -, was: " + name);
    require(tokens >= 1, "tokens must be 1 or more, was " + tokens);
    require(port >= 0 && port <= 65_535, "port must be 0 to 65535, was " + port);
    keys = List.copyOf(keys);
    models = List.copyOf(models);
    script = List.copyOf(script);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Starts with the defaults. */
  public static Builder builder(String name, Provider provider) {
    return new Builder().name(name).provider(provider);
  }

  /** All but the keys. */
  @Override
  public String toString() {
    return "EndpointSpec[" + name + ", " + provider + "]";
  }

  /** Collects a spec; every setting has the name it has in JSON. */
  @JsonPOJOBuilder(withPrefix = "")
  public static final class Builder {
    private @Nullable String name;
    private @Nullable Provider provider;
    private @Nullable List<String> keys;
    private List<String> models = List.of();
    private @Nullable Limits limits;
    private Latency latency = Latency.NONE;
    private int tokens = 12;
    private int port;
    private boolean tls;
    private boolean http2;
    private @Nullable Boolean crlf;
    private boolean strict = true;
    private boolean keepBodies;
    private @Nullable String fixtures;
    private List<FaultRule> script = List.of();

    private Builder() {}

    Builder name(String name) {
      this.name = name;
      return this;
    }

    Builder provider(Provider provider) {
      this.provider = provider;
      return this;
    }

    public Builder keys(List<String> keys) {
      this.keys = keys;
      return this;
    }

    public Builder models(List<String> models) {
      this.models = models;
      return this;
    }

    public Builder limits(@Nullable Limits limits) {
      this.limits = limits;
      return this;
    }

    public Builder latency(Latency latency) {
      this.latency = latency;
      return this;
    }

    public Builder tokens(int tokens) {
      this.tokens = tokens;
      return this;
    }

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder tls(boolean tls) {
      this.tls = tls;
      return this;
    }

    public Builder http2(boolean http2) {
      this.http2 = http2;
      return this;
    }

    public Builder crlf(boolean crlf) {
      this.crlf = crlf;
      return this;
    }

    public Builder strict(boolean strict) {
      this.strict = strict;
      return this;
    }

    public Builder keepBodies(boolean keepBodies) {
      this.keepBodies = keepBodies;
      return this;
    }

    public Builder fixtures(@Nullable String fixtures) {
      this.fixtures = fixtures;
      return this;
    }

    public Builder script(List<FaultRule> script) {
      this.script = script;
      return this;
    }

    public EndpointSpec build() {
      if (name == null || provider == null) {
        throw new IllegalArgumentException("an endpoint needs a name and a provider");
      }
      return new EndpointSpec(
          name,
          provider,
          keys == null ? List.of("key-of-" + name) : keys,
          models,
          limits,
          latency,
          tokens,
          port,
          tls,
          http2,
          crlf == null ? provider == Provider.GEMINI : crlf,
          strict,
          keepBodies,
          fixtures,
          script);
    }
  }
}
