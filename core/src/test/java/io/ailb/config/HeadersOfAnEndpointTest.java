package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint adds to every request is one header each, and never its key. */
class HeadersOfAnEndpointTest {
  private final Reading reading = Reading.of();

  private List<String> said(String... lines) {
    return reading.said(Reading.endpoint(lines));
  }

  private Map<String, String> headers(String... lines) {
    return reading
        .read(Reading.endpoint(lines))
        .pools()
        .get(0)
        .pool()
        .members()
        .get(0)
        .endpoint()
        .headers();
  }

  @Test
  void aLineBreakInAFileThatAHeaderRefersToInjectsNoOtherHeader(@TempDir Path directory)
      throws IOException {
    Path team = Files.writeString(directory.resolve("team.txt"), "blue\nX-Admin: hidden\n");
    assertThat(said("apiKey: k", "headers: {X-Team: \"${file:" + team + "}\"}"))
        .containsExactly(
            "ai-lb.yaml:5:27: pools[0].endpoints[0].headers.X-Team: has a character that no HTTP header can carry, U+000A at position 5 of \"${file:"
                + team
                + "}\". Take out line breaks, control characters and what is not in ISO 8859-1.");
  }

  @Test
  void aProgramInjectsNoneEither() {
    Node endpoint =
        new Node().set("provider", "openai").set("apiKey", "k").set("headers.X-Bad", "b\nc");
    Node root = new Node().add("pools", new Node().add("endpoints", endpoint));
    assertThat(Reading.said(() -> root.read(reading.reader())))
        .containsExactly(
            "builder: pools[0].endpoints[0].headers.X-Bad: has a character that no HTTP header can carry, U+000A at position 2. Take out line breaks, control characters and what is not in ISO 8859-1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r", "\\0", "\\x7f", "\\x85", "\\u0141", "\\u2028"})
  void whatHttpCannotCarryIsRefused(String escape) {
    assertThat(said("apiKey: k", "headers: {X-Test: \"a" + escape + "b\"}"))
        .singleElement()
        .asString()
        .contains("headers.X-Test: has a character that no HTTP header can carry");
  }

  @Test
  void theVersionThatBecomesAHeaderIsCheckedLikeOne() {
    assertThat(said("apiKey: k", "apiVersion: \"v\\nX-Admin: 1\""))
        .singleElement()
        .asString()
        .contains("apiVersion: has a character that no HTTP header can carry, U+000A");
  }

  @Test
  void tabsAndLatinLettersAreCarried() {
    assertThat(headers("apiKey: k", "headers: {X-Test: \"a\\tb \\xe9\"}"))
        .containsExactly(Map.entry("X-Test", "a\tb \u00e9"));
  }

  @Test
  void anythingGoesIntoAUrlAsItIsEncodedThere() {
    assertThat(said("apiKey: k", "query: {team: \"a\\nb\"}")).isEmpty();
  }

  @Test
  void aNameThatIsNoHeadersIsRefused() {
    assertThat(said("apiKey: k", "headers: {X Y: a}"))
        .containsExactly(
            "ai-lb.yaml:5:19: pools[0].endpoints[0].headers: expected the name of an HTTP header, got \"X Y\".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization|auth.type: bearer",
        "authorization|auth.type: bearer",
        "api-key|auth: {type: header, header: api-key}",
        "X-Api-Key|auth: {type: header, header: X-Api-Key}",
        "x-goog-api-key|auth: {type: header, header: x-goog-api-key}"
      })
  void aKeyIsNotWrittenByHand(String name, String way) {
    String told =
        "headers." + name + ": the key is set by apiKey and auth. Write it as apiKey, with " + way;
    assertThat(said("apiKey: k", "headers: {" + name + ": v}"))
        .containsExactly("ai-lb.yaml:5:18: pools[0].endpoints[0]." + told + ".");
    // A client would take it off, as it does with the caller's.
    assertThat(said("auth: {type: none}", "headers: {" + name + ": v}"))
        .containsExactly("ai-lb.yaml:5:18: pools[0].endpoints[0]." + told + ".");
  }

  @Test
  void theHeaderThatAuthNamesIsTheKeys() {
    assertThat(
            said("apiKey: k", "auth: {type: header, header: X-Gate}", "headers: {x-gate: other}"))
        .containsExactly(
            "ai-lb.yaml:6:18: pools[0].endpoints[0].headers.x-gate: the key is set by apiKey and auth, which name this header. Remove it here.");
  }

  @Test
  void whatAGatewayWantsBesideTheKeyIsLeftAlone() {
    assertThat(said("apiKey: k", "headers: {Cookie: a=b, X-Gateway-Key: c}")).isEmpty();
  }

  @Test
  void aMatchForAHeaderThatCannotBeIsRefused() {
    assertThat(reading.said(Reading.pool("match: {headers: {\"X:\": a}}")))
        .singleElement()
        .asString()
        .contains("match.headers: expected the name of an HTTP header, got \"X:\"");
  }
}
