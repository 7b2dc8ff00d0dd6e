package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.CallBody;
import io.ailb.model.Endpoint;
import io.ailb.model.Feature;
import io.ailb.model.HttpFields;
import io.ailb.model.ModelMap;
import io.ailb.model.ModelTarget;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.outbound.Caller;
import io.ailb.select.Accounts;
import io.ailb.select.Lease;
import io.ailb.select.MemberSettings;
import io.ailb.select.Pool;
import io.ailb.select.PoolSettings;
import io.ailb.select.QueueSettings;
import io.ailb.select.Request;
import io.ailb.select.Routing;
import io.ailb.select.Strategy;
import io.ailb.select.Tried;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final String WITH_TOOLS =
      "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]}";

  private final ManualTime time = new ManualTime();

  /** A request that was promised a place must not end as a bug of ours, with the caller's key. */
  @Test
  void whatIsLearnedOfAnEndpointAfterItWasChosenDoesNotMatterForThisRequest() {
    Pool pool = poolOfAnthropic();
    AiCall call = chat();
    Interpreter interpreter = new Interpreter(caller(call), TranslationSettings.DEFAULTS);
    Request request = new Request(call, new Demand(10, 10), Set.of(), interpreter);

    Lease lease = pool.reserve(request, new Tried(1), false, time.nanos());
    assertThat(lease).isNotNull();
    lease.lacks(Feature.TOOLS); // another request's refusal has just come

    assertThat(interpreter.said(lease.candidate())).isNotNull();
    assertThat(interpreter.refusal(lease.candidate())).contains("tools");
  }

  private static AiCall chat() {
    Origin origin = new Origin("https", "api.openai.com", 443);
    return new AiCall(Operation.CHAT_COMPLETIONS, origin, "gpt", false, false, -1, 1, 40, 0);
  }

  private static Caller caller(AiCall call) {
    CallBody body = CallBody.plain(WITH_TOOLS.getBytes(StandardCharsets.UTF_8));
    HttpFields none = HttpFields.builder().build();
    return new Caller(call, "POST", "/v1/chat/completions", null, none, Set.of(), body);
  }

  private Pool poolOfAnthropic() {
    Secret key = Secret.of("key-of-claude");
    Endpoint endpoint =
        new Endpoint(
            "p",
            "claude",
            Provider.ANTHROPIC,
            URI.create("https://claude"),
            ApiKey.of(key),
            key.fingerprint(),
            Auth.AUTO,
            ModelMap.always(ModelTarget.of("claude-opus-5-5")),
            null,
            1,
            1,
            Price.UNKNOWN,
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    PoolSettings settings =
        new PoolSettings(
            "p",
            List.of(new MemberSettings(endpoint, LimitSettings.NONE, null, true, null)),
            Routing.by(Strategy.ORDERED),
            BreakerSettings.DEFAULTS,
            CooldownSettings.DEFAULTS,
            new QueueSettings(Duration.ZERO, 10),
            true);
    return Pool.of(settings, null, new Accounts(time, time), time, time, () -> 0.5);
  }
}
