package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonScreenTest {
  private final Run run = new Run(Screen::json);

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : run.said().lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  @Test
  void anEventALine() throws IOException {
    run.goesOnFor(2, 4_000L);
    run.screen.note("line 17 is \"no\" JSON\n\u001b[31m");
    run.screen.end(SummaryTest.good());
    assertThat(events().stream().map(event -> event.path("event").asText()))
        .containsExactly("progress", "progress", "note", "end");
  }

  @Test
  void progressHasAllThatPeopleSee() throws IOException {
    run.goesOnFor(40, 4_000L);
    JsonNode last = events().get(39);
    assertThat(last)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"event": "progress", "elapsedSeconds": 40.0, "done": 1600, "total": 4000,
                     "before": 0, "succeeded": 1600, "failed": 0, "inputTokens": 480000,
                     "outputTokens": 160000, "cost": {"USD": 0.4}, "inFlight": 16, "waiting": 32,
                     "waitingFor": "all 3 endpoints at the limit; next in 3 s", "perSecond": 40.0,
                     "tokensPerSecond": 16000.0, "secondsLeft": 60.0,
                     "endpoints": {"openai-secondary": 480, "openai-primary": 800,
                       "anthropic-backup": 320}}"""));
  }

  @Test
  void whatIsNotKnownIsNull() throws IOException {
    run.screen.progress(Run.at(1, 0, 0, null), 0, null);
    JsonNode event = events().get(0);
    assertThat(event.get("total").isNull()).isTrue();
    assertThat(event.get("secondsLeft").isNull()).isTrue();
    assertThat(event.get("waitingFor").isNull()).isTrue();
  }

  @Test
  void theEndHasTheTable() throws IOException {
    run.screen.end(SummaryTest.stopped());
    JsonNode end = events().get(0);
    assertThat(end.at("/stopped").asText()).isEqualTo("the budget of 1.00 USD is spent");
    assertThat(end.at("/reasons/0/failed").asLong()).isEqualTo(9);
    assertThat(end.at("/endpoints/1/name").asText()).isEqualTo("openai-primary");
    assertThat(end.at("/endpoints/1/cost/USD").asDouble()).isEqualTo(0.25);
    assertThat(end.at("/endpoints/1/rateLimited").asLong()).isEqualTo(3);
    assertThat(end.at("/goOn").asText()).isEqualTo("java -jar ai-lb.jar batch in out --resume");
  }
}
