package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.plan.Latency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Specs and rules in JSON. */
class WordingTest {

  @Test
  void whatIsLeftOutHasItsDefault() throws JsonProcessingException {
    EndpointSpec spec =
        Wording.JSON.readValue(
            """
            {"name": "a-1", "provider": "azure-openai", "limits": {"rpm": 60, "enforcement": "window"}}""",
            EndpointSpec.class);

    assertThat(spec)
        .isEqualTo(
            EndpointSpec.builder("a-1", Provider.AZURE_OPENAI)
                .limits(Limits.builder().rpm(60).enforcement(Limits.Enforcement.WINDOW).build())
                .build());
    assertThat(spec.keys()).containsExactly("key-of-a-1");
    assertThat(spec.limits()).isNotNull().matches(limits -> limits.headers());
  }

  @Test
  void aSpecGoesThereAndBack() throws JsonProcessingException {
    EndpointSpec spec =
        EndpointSpec.builder("g", Provider.GEMINI)
            .keys(List.of("key-one-of-g", "key-two-of-g"))
            .models(List.of("m"))
            .limits(Limits.builder().tpm(5).charge(Limits.Charge.ACTUAL).build())
            .latency(new Latency(1, 2, 3))
            .tokens(3)
            .crlf(false)
            .script(List.of(FaultRule.of(new Fault.Failure(Problem.CONTEXT_LENGTH))))
            .build();

    String json = Wording.JSON.writeValueAsString(spec);

    assertThat(Wording.JSON.readValue(json, EndpointSpec.class)).isEqualTo(spec);
    assertThat(json).contains("\"problem\":\"context-length\"", "\"charge\":\"actual\"");
  }

  @Test
  void everyFaultGoesThereAndBack() throws JsonProcessingException {
    List<FaultRule> rules =
        List.of(
                new Fault.RateLimit(Fault.Reason.TOO_LARGE, 1L, 2L),
                new Fault.Failure(Problem.OVERLOADED),
                new Fault.Status(418, "tea", Map.of("x", "y")),
                new Fault.Redirect("http://127.0.0.1:9", 302),
                new Fault.Reset(),
                new Fault.Silence(5L),
                new Fault.SlowHeaders(5),
                new Fault.SlowFirstToken(5, 1L),
                new Fault.Stall(1, 5L, 1L),
                new Fault.ResetInBody(7),
                new Fault.Cut(2, true),
                new Fault.ErrorEvent(2, Problem.SERVER_ERROR),
                new Fault.MalformedEvent(2),
                new Fault.NoTerminal(),
                new Fault.NeverEnds(5L),
                new Fault.Drip(5))
            .stream()
            .map(fault -> FaultRule.of(fault).skip(1).times(2).probability(0.5, 7).stream(true))
            .toList();

    String json =
        Wording.JSON.writerFor(new TypeReference<List<FaultRule>>() {}).writeValueAsString(rules);

    assertThat(Wording.JSON.readValue(json, new TypeReference<List<FaultRule>>() {}))
        .isEqualTo(rules);
    assertThat(rules).extracting(rule -> rule.fault().type()).doesNotHaveDuplicates();
  }

  @Test
  void whatAFaultCannotDoWithoutIsAskedFor() {
    assertThatThrownBy(() -> rule("{}")).hasMessageContaining("a rule needs a fault");
    assertThatThrownBy(() -> rule("{\"fault\": {\"type\": \"failure\"}}"))
        .hasMessageContaining("failure needs a problem, such as overloaded");
    assertThatThrownBy(() -> rule("{\"fault\": {\"type\": \"redirect\"}}"))
        .hasMessageContaining("redirect needs a location");
    assertThatThrownBy(() -> rule("{\"fault\": {\"type\": \"cutt\"}}"))
        .hasMessageContaining("'cutt'")
        .hasMessageContaining("[cut, cut-in-body, drip, error-event,");
  }

  private static FaultRule rule(String json) throws JsonProcessingException {
    return Wording.JSON.readValue(json, FaultRule.class);
  }

  @Test
  void aMisspeltSettingIsNamed() {
    assertThatThrownBy(
            () ->
                Wording.JSON.readValue(
                    "{\"name\": \"a\", \"provider\": \"openai\", \"tokns\": 5}",
                    EndpointSpec.class))
        .hasMessageContaining("Unrecognized field \"tokns\"")
        .hasMessageContaining("\"tokens\"");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> EndpointSpec.builder("a b", Provider.OPENAI).build())
        .hasMessage("name must be letters, digits or . _ -, was: a b");
  }
}
