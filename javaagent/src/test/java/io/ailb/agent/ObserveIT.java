package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code mode: observe} under the agent, with each client. */
class ObserveIT {
  private static final Providers PROVIDERS = new Providers();

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnRequestsGoOutAndWhatTheyTakeIsCountedAsIf(Client client) throws IOException {
    Path watching =
        Providers.file(
            "observe", "mode: observe\n" + Files.readString(Path.of(PROVIDERS.configuration())));

    Child app =
        client.run(Child.on(client.jdk).agent(watching.toString()), PROVIDERS.ownUrl(), "counted");

    assertThat(client.ways())
        .as(app.toString())
        .allMatch(way -> app.said(way).startsWith("200 whole by null"));
    int asked = client.ways().size();
    assertThat(app.said("counted"))
        .as(app.toString())
        .isEqualTo(asked + " requests, failed 0, in flight 0, tokens 1");
    assertThat(PROVIDERS.seen()).containsEntry("own", asked).containsEntry("a", 0);
    assertThat(PROVIDERS.simulator.log("own"))
        .allSatisfy(entry -> assertThat(entry.keyOwner()).isEqualTo("own"));
    assertThat(app.error())
        .as("it has started, and watches")
        .allMatch(line -> line.contains(" INFO "));
  }

  /** It follows where it is sent, and tries again where it is refused, as far as it does so. */
  @ParameterizedTest
  @EnumSource
  void whatTheClientDoesByItselfItStillDoes(Client client) throws IOException {
    Path watching =
        Providers.file(
            "observe", "mode: observe\n" + Files.readString(Path.of(PROVIDERS.configuration())));
    List<String> plain = sentElsewhere(client, Child.on(client.jdk));
    List<String> watched = sentElsewhere(client, Child.on(client.jdk).agent(watching.toString()));
    assertThat(watched).isEqualTo(plain);
  }

  private static List<String> sentElsewhere(Client client, Child child) {
    PROVIDERS.simulator.script(
        "own",
        List.of(
            FaultRule.of(new Fault.Redirect("/v1/chat/completions", 307)).times(1),
            FaultRule.of(Fault.status(503)).times(1)));
    Child app = client.run(child, PROVIDERS.ownUrl());
    PROVIDERS.simulator.clearScript("own");
    return client.ways().stream().map(way -> way + ": " + app.said(way)).toList();
  }
}
