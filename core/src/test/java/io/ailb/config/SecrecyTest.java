package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key stands in no message and in no text of anything, wherever it was written. */
class SecrecyTest {
  private static final String KEY = "sk-canary-4f9d8c7b6a5e4d3c2b1a";

  @TempDir Path directory;

  private final Reading reading = Reading.of().env("KEY", KEY).property("key", KEY);

  private static String everySecretPlace(String name) {
    return Reading.lines(
        "pools:",
        "  - name: \"" + name + "\"",
        "    endpoints:",
        "      - provider: openai",
        "        apiKey: [" + KEY + ", \"${KEY}\", \"${sys:key}\", \"${NONE:-" + KEY + "}\"]",
        "        headers: {X-Gateway-Key: " + KEY + ", X-Authorization: Bearer " + KEY + "-two}",
        "        query: {api_token: " + KEY + "-three}",
        "fleet: {password: " + KEY + ", url: \"redis://:" + KEY + "@h\"}",
        "management: {http: {token: " + KEY + "}}",
        "");
  }

  @Test
  void aGoodConfigurationDoesNotPrintItsKeys() {
    Config config = reading.read(everySecretPlace("a"));
    assertThat(config.warnings()).hasSize(3);
    assertThat(config.toString()).contains("a/openai-1").doesNotContain("canary");
    assertThat(config.warnings().toString()).doesNotContain("canary");
    config
        .pools()
        .get(0)
        .pool()
        .members()
        .forEach(
            member -> assertThat(member + "" + member.endpoint().key()).doesNotContain("canary"));
  }

  @Test
  void whatIsACredentialByItsNameIsKnownForRedactionToo() {
    assertThat(reading.read(everySecretPlace("a")).secrets())
        .contains(Secret.of(KEY), Secret.of(KEY + "-two"), Secret.of(KEY + "-three"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiKey: {a: KEY}",
        "apiKey: [[KEY]]",
        "apiKey: \"KEY KEY\"",
        "apiKey: ${KEY",
        "apiKey: ${KEY}",
        "apiKey: ${env:KEY}",
        "apiKey: os.environ/KEY",
        "apikey: KEY",
        "apiKey: *KEY",
        "apiKey: %KEY",
        "apiKey: @KEY",
        "x: {apiKey: ${NONE:-KEY}}",
        "apiKey: \"KEY",
        "apiKey: KEY\n        apiKey: KEY",
        "apiKey: KEY\n         bad: indent",
        "apiKey: k\n        auth: KEY",
        "apiKey: k\n        auth: {type: KEY}",
        "apiKey: k\n        auth: {type: header, header: \"X-Key: KEY\"}",
        "apiKey: k\n        baseUrl: \"https://user:KEY@h/v1\"",
        "apiKey: k\n        baseUrl: \"https://h/v1?key=KEY\"",
        "apiKey: k\n        baseUrl: KEY",
        "apiKey: k\n        headers: \"Authorization: KEY\"",
        "apiKey: k\n        headers: {\"Authorization: KEY\": a}",
        "apiKey: k\n        headers: {Authorization: Bearer KEY}",
        "apiKey: k\n        headers: {X-A: \"KEY\\n\"}",
        "apiKey: k\n        headers: {X-A: \"${NONE:-KEY}\\n\"}",
        "apiKey: k\n        weight: KEY",
        "apiKey: k\n        weight: \"${NONE:-KEY}\"",
        "apiKey: k\n        tier: KEY",
        "apiKey: k\n        enabled: KEY",
        "apiKey: k\n        day: {zone: KEY}",
        "apiKey: k\n        timeouts: {idle: KEY}",
        "apiKey: k\n        cost: {currency: KEY}",
        "apiKey: k\n        profile: KEY",
        "apiKey: KEY\n        name: a.KEY",
        "apiKey: KEY\n        model: KEY\n        models: {a: b}",
        "apiKey: KEY\n        models: {KEY: 5, b: null}",
        "apiKey: k\n        limits: KEY"
      })
  void noMistakeBringsAKeyIntoAMessage(String lines) {
    List<String> said = reading.said(Reading.endpoint(lines.replace("KEY", KEY)));
    assertThat(said).isNotEmpty();
    assertThat(said.toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weight", "enabled", "name", "tier", "baseUrl", "timeouts.idle", "auth.type"})
  void whatAReferenceFilledInIsNotShown(String key) {
    Reading short4 = Reading.of().env("PIN", "q.z");
    Node node =
        new Node()
            .add(
                "pools",
                new Node()
                    .add(
                        "endpoints",
                        new Node()
                            .set("provider", "openai")
                            .set("apiKey", "k")
                            .set(key, "${PIN}")));
    List<String> said = Reading.said(() -> node.read(short4.reader()));
    assertThat(said).singleElement().asString().contains("\"${PIN}\"").doesNotContain("q.z");
  }

  @Test
  void aKeyThatIsANameAsWellIsTakenOutOfMessagesByItsValue() {
    String shape = "correct-horse-battery"; // looks like no key
    List<String> said =
        reading.said(
            "pools: [{endpoints: [{provider: openai, apiKey: %s, name: %s},{provider: openai, apiKey: k, name: %s}]}]"
                .formatted(shape, shape, shape));
    assertThat(said)
        .singleElement()
        .asString()
        .contains("\"...\" is already used")
        .doesNotContain(shape);
  }

  @Test
  void overridesAreNotShownEither() {
    String path = "ailb.pools.default.endpoints.openai-1.";
    for (String key : List.of("apiKey", "weight", "xyzzy", "auth", "baseUrl")) {
      Reading overridden = Reading.of().property(path + key, KEY + " x");
      assertThat(overridden.said(Reading.endpoint("apiKey: k")))
          .as(key)
          .isNotEmpty()
          .allMatch(problem -> !problem.contains("canary"));
    }
  }

  @Test
  void valuesDoNotPrintTheirText() {
    Value.Scalar scalar = new Value.Scalar(new Place("f", 1, 2), KEY, true);
    assertThat(new Value.Items(scalar.place(), List.of(scalar)).toString())
        .contains("Scalar at f:1:2")
        .doesNotContain("canary");
  }

  private List<String> said(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("ai-lb.yaml"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return reading.said(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"apiKey: sk-inline", "apiKey: ['sk-inline']", "\"apiKey\": \"sk-inline\""})
  void aKeyInAFileThatEverybodyCanReadIsAWarning(String line) throws IOException {
    assertThat(said(Reading.endpoint(line), "rw-r--r--"))
        .containsExactly(
            "ai-lb.yaml: holds a key and can be read by everybody. chmod 600 it, or refer to the key: ${NAME} or ${file:PATH}.");
    assertThat(said(Reading.endpoint(line), "rw-r-----")).isEmpty();
  }

  @Test
  void aReferenceIsNoKey() throws IOException {
    assertThat(said(Reading.endpoint("apiKey: ${KEY} # apiKey: not-one"), "rw-r--r--")).isEmpty();
    Path secret = Files.writeString(directory.resolve("secret"), KEY);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--r--r--"));
    assertThat(said(Reading.endpoint("apiKey: ${file:secret}"), "rw-r--r--")).isEmpty();
  }

  @Test
  void aFileThatIsNotThereOrTooLargeOrNoTextIsExplained() throws IOException {
    Path file = directory.resolve("ai-lb.yaml");
    assertThat(reading.said(file))
        .containsExactly("ai-lb.yaml: no such file: " + file + ". Check the path.");
    Files.write(file, new byte[1024 * 1024 + 1]);
    assertThat(reading.said(file))
        .containsExactly("ai-lb.yaml: larger than 1 MiB. A configuration this large is a mistake.");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThat(reading.said(file)).containsExactly("ai-lb.yaml: not UTF-8. Save it as UTF-8.");
  }
}
