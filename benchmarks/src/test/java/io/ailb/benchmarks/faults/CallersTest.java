package io.ailb.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.faults.Experience.Ending;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the suite's clients report when nobody stands between them and a provider that breaks. */
@Timeout(60)
class CallersTest {
  private static Simulator simulator;
  private static SimulatedEndpoint endpoint;

  @BeforeAll
  static void start() {
    simulator = SimulatorProcess.start();
    endpoint =
        simulator.start(
            EndpointSpec.builder("alone", Provider.OPENAI)
                .keys(List.of(Caller.OWN_KEY))
                .keepBodies(true)
                .build());
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  static Stream<Caller> callers() {
    return Stream.concat(lenient(), strict());
  }

  /** Who takes the end of HTTP for the end of an answer. */
  static Stream<Caller> lenient() {
    return Stream.of(
        new OkHttpCaller(new OkHttpClient.Builder()),
        new OpenAiCaller(builder -> builder.maxRetries(0)));
  }

  /** Who waits for the end that a dialect has. */
  static Stream<Caller> strict() {
    return Stream.concat(
        Stream.of(JdkCaller.Reading.values())
            .map(reading -> new JdkCaller(HttpClient.newHttpClient(), reading)),
        Stream.of(new Apache5Caller(), new Apache5AsyncCaller(), new WebClientCaller()));
  }

  private static Experience ask(Caller caller, Mode mode, Fault fault) {
    simulator.script("alone", FaultRule.of(fault));
    return caller.ask(endpoint.baseUrl(), mode, 7);
  }

  @ParameterizedTest
  @MethodSource("callers")
  void aWholeAnswer(Caller caller) {
    try (caller) {
      simulator.clearScript("alone");
      simulator.resetLog();
      for (Mode mode : Mode.values()) {
        Experience whole = caller.ask(endpoint.baseUrl(), mode, 7);
        assertThat(whole.ending()).isEqualTo(Ending.SUCCESS);
        assertThat(whole.text().split(" ")).startsWith("alone", "answers").hasSize(12);
        assertThat(whole.finish()).isEqualTo("stop");
        assertThat(whole.terminated()).isTrue();
        assertThat(whole.model()).isEqualTo(Caller.MODEL);
        assertThat(whole.outputTokens()).isEqualTo(12);
      }
      assertThat(simulator.log("alone")).map(Try::of).allMatch(one -> one.request() == 7);
    }
  }

  @ParameterizedTest
  @MethodSource("strict")
  void aStreamThatIsCutOffIsNeverASuccess(Caller caller) {
    try (caller) {
      for (int tokens = 0; tokens <= 12; tokens += 3) {
        Experience cut = ask(caller, Mode.STREAMED, new Fault.Cut(tokens, false));
        assertThat(cut.ending()).isEqualTo(Ending.GARBLED);
        assertThat(cut.message()).contains("without [DONE]");
      }
      assertThat(ask(caller, Mode.STREAMED, new Fault.NoTerminal()).ending())
          .isEqualTo(Ending.GARBLED);
    }
  }

  @ParameterizedTest
  @MethodSource("lenient")
  void aStreamThatIsCutOffWithoutAWordIsTakenForASuccessWithoutAnEnd(Caller caller) {
    try (caller) {
      Experience cut = ask(caller, Mode.STREAMED, new Fault.Cut(4, false));
      assertThat(cut.ending()).isEqualTo(Ending.SUCCESS);
      assertThat(cut.finish()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("callers")
  void aBrokenEventIsUnreadable(Caller caller) {
    try (caller) {
      assertThat(ask(caller, Mode.STREAMED, new Fault.MalformedEvent(4)).ending())
          .isEqualTo(Ending.GARBLED);
      assertThat(ask(caller, Mode.WHOLE, new Fault.MalformedEvent(0)).ending())
          .isEqualTo(Ending.GARBLED);
      assertThat(ask(caller, Mode.WHOLE, new Fault.CutInBody(100)).ending())
          .isEqualTo(Ending.GARBLED);
    }
  }

  @ParameterizedTest
  @MethodSource("callers")
  void errorsAreErrors(Caller caller) {
    try (caller) {
      Experience refused = ask(caller, Mode.WHOLE, new Fault.Failure(Problem.CONTEXT_LENGTH));
      assertThat(refused.ending()).isEqualTo(Ending.ERROR);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.message()).contains("maximum context length");
      Experience inside = ask(caller, Mode.STREAMED, new Fault.ErrorEvent(4, null));
      assertThat(inside.ending()).isEqualTo(Ending.ERROR);
      assertThat(inside.message()).containsIgnoringCase("overloaded");
      assertThat(ask(caller, Mode.STREAMED, new Fault.Reset()).ending()).isEqualTo(Ending.ERROR);
      assertThat(ask(caller, Mode.STREAMED, new Fault.Cut(4, true)).ending())
          .isEqualTo(Ending.ERROR);
    }
  }
}
