package io.ailb.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Dialect;
import io.ailb.model.EndpointState;
import io.ailb.model.Operation;
import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.time.ManualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class LogListenerTest {
  private final ManualTime time = new ManualTime();
  private final List<String> lines = new ArrayList<>();
  private boolean debug;
  private final LogListener listener = new LogListener(time, this::logger);

  /** Writes {@code level logger: message}. */
  private Logger logger(String name) {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == boolean.class) {
                return debug;
              }
              Object[] values =
                  arguments.length == 2 && arguments[1] instanceof Object[] many
                      ? many
                      : Arrays.copyOfRange(arguments, 1, arguments.length);
              String message =
                  MessageFormatter.arrayFormat((String) arguments[0], values).getMessage();
              lines.add(method.getName() + " " + name + ": " + message);
              return null;
            });
  }

  private void changes(String endpoint, EndpointState after, String reason, Duration lasts) {
    listener.endpointChanged(
        new EndpointChanged("default", endpoint, EndpointState.READY, after, reason, lasts));
  }

  private void cools(String endpoint) {
    changes(endpoint, EndpointState.COOLING, "429", Duration.ofSeconds(20));
  }

  private void isReady(String endpoint) {
    changes(endpoint, EndpointState.READY, "", null);
  }

  @Test
  void aBadChangeIsAWarningAGoodOneIsNews() {
    cools("a");
    isReady("b");
    changes("c", EndpointState.HALF_OPEN, "", null);
    changes("d", EndpointState.OPEN, "breaker open", Duration.ofMillis(30));
    assertThat(lines)
        .containsExactly(
            "warn ailb.endpoint: a COOLING 20 s: 429 pool=default",
            "info ailb.endpoint: b READY pool=default",
            "info ailb.endpoint: c HALF_OPEN pool=default",
            "warn ailb.endpoint: d OPEN 1 s: breaker open pool=default");
  }

  @Test
  void anEndpointThatFlapsIsToldOnceAMinuteAndHowItStandsInTheEnd() {
    for (int i = 0; i < 10; i++) {
      cools("a");
      time.pass(Duration.ofSeconds(1));
      isReady("a");
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(lines).hasSize(1);
    time.pass(Duration.ofMinutes(1));
    assertThat(lines)
        .containsExactly(
            "warn ailb.endpoint: a COOLING 20 s: 429 pool=default",
            "info ailb.endpoint: a READY (18 more changes since the last line) pool=default");
    cools("a");
    assertThat(lines).hasSize(2);
    time.pass(Duration.ofMinutes(1));
    assertThat(lines.get(2)).isEqualTo("warn ailb.endpoint: a COOLING 20 s: 429 pool=default");
  }

  @Test
  void afterAQuietMinuteAChangeIsToldAtOnce() {
    cools("a");
    time.pass(Duration.ofMinutes(2));
    isReady("a");
    assertThat(lines).hasSize(2);
    time.pass(Duration.ofMinutes(5));
    assertThat(lines).hasSize(2);
    assertThat(time.pending()).isEmpty();
  }

  @Test
  void oneEndpointsFlappingHidesNoOther() {
    cools("a");
    cools("a");
    cools("b");
    assertThat(lines).hasSize(2);
  }

  @Test
  void aPoolThatIsExhaustedIsToldOnceAMinute() {
    for (int i = 0; i < 5; i++) {
      listener.poolExhausted(new PoolExhausted("r" + i, "default", "overloaded", "nobody there."));
    }
    time.pass(Duration.ofMinutes(1));
    assertThat(lines)
        .containsExactly(
            "warn ailb.pool: nobody there. request=r0",
            "warn ailb.pool: nobody there. (3 more since the last line) request=r4");
  }

  @Test
  void whatPassesThroughIsNamedOnce() {
    PassedThrough event =
        new PassedThrough("h", Operation.RESPONSES, "a\nWARN forged", "no endpoint");
    listener.passedThrough(event);
    listener.passedThrough(event);
    assertThat(lines)
        .containsExactly(
            "info ailb: passed through untouched: /responses for a WARN forged at h: no endpoint"
                + " (named once, counted always)");
  }

  private static RequestEnded ended(String model) {
    return ended("a", model);
  }

  private static RequestEnded ended(String endpoint, String model) {
    return new RequestEnded(
        "r1",
        "default",
        endpoint,
        Operation.RESPONSES,
        model,
        Result.SUCCESS,
        200,
        1,
        Usage.NONE,
        0,
        0,
        0,
        5_000_000);
  }

  @Test
  void requestsAreToldAtDebugOnlyAndOnOneLine() {
    listener.requestEnded(ended("m"));
    assertThat(lines).isEmpty();
    debug = true;
    listener.requestEnded(ended("m\r\nforged"));
    listener.requestEnded(ended(null));
    listener.requestEnded(ended(null, "m"));
    assertThat(lines)
        .containsExactly(
            "debug ailb.request: success for m forged by a after 1 attempts, 5 ms pool=default"
                + " request=r1",
            "debug ailb.request: success for /responses by a after 1 attempts, 5 ms pool=default"
                + " request=r1",
            "debug ailb.request: success for m by nobody after 1 attempts, 5 ms pool=default"
                + " request=r1");
  }

  private static AttemptEnded answered(AttemptEnded.Reworded reworded) {
    return new AttemptEnded(
        "r1", "default", "c", "m", 2, reworded, new Outcome.Answered(Usage.NONE, 0, 5_000_000), 0);
  }

  @Test
  void aTranslationIsToldWithWhatWasDroppedByNameOnly() {
    debug = true;
    listener.attemptEnded(answered(null));
    listener.attemptEnded(
        answered(new AttemptEnded.Reworded(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Set.of())));
    listener.attemptEnded(
        answered(
            new AttemptEnded.Reworded(
                Dialect.OPENAI_CHAT,
                Dialect.GEMINI,
                new LinkedHashSet<>(List.of("user", "a\nWARN forged")))));
    listener.attemptEnded(
        answered(new AttemptEnded.Reworded(Dialect.GEMINI, Dialect.GEMINI, Set.of("seed"))));
    assertThat(lines)
        .containsExactly(
            "debug ailb.request: attempt 2 at c: answered in 5 ms pool=default request=r1",
            "debug ailb.request: attempt 2 at c (openai-chat in anthropic): answered in 5 ms"
                + " pool=default request=r1",
            "debug ailb.request: attempt 2 at c (openai-chat in gemini, without user, a WARN"
                + " forged): answered in 5 ms pool=default request=r1",
            "debug ailb.request: attempt 2 at c (without seed): answered in 5 ms pool=default"
                + " request=r1");
  }

  @Test
  void whatNobodyCanIsToldAtDebugAsThePoolIsWell() {
    listener.nobodyCan(new NobodyCan("r1", "default", "nobody takes seeds."));
    assertThat(lines)
        .containsExactly("debug ailb.request: nobody takes seeds. pool=default request=r1");
  }

  @Test
  void ourOwnBugsHaveTheirTrace() {
    listener.bug(new Bug("choosing an endpoint", new IllegalStateException("x")));
    assertThat(lines)
        .containsExactly(
            "error ailb: ai-lb failed while choosing an endpoint; the request goes on as well as it"
                + " can");
  }
}
