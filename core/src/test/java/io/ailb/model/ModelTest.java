package io.ailb.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
  // Secret

  @Test
  void aSecretDoesNotPrint() {
    Secret secret = Secret.of("sk-proj-0123456789abcdef1f9c");
    assertThat(secret.toString()).isEqualTo("Secret(sk-...1f9c)");
    assertThat(String.valueOf(ApiKey.of(secret))).doesNotContain("0123456789");
    assertThat(secret.fingerprint()).matches("[0-9a-f]{8}");
    assertThat(secret.reveal()).isEqualTo("sk-proj-0123456789abcdef1f9c");
  }

  @Test
  void aShortSecretShowsNothing() {
    assertThat(Secret.of("short-key-1234").toString()).isEqualTo("Secret(...)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sk abc", "sk\n", "schl\u00fcssel"})
  void whatNoHeaderCanCarryIsNoKey(String text) {
    assertThatThrownBy(() -> Secret.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain(text.isEmpty() ? "\u0000" : text);
  }

  // Glob

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "gpt-4*, gpt-4o-mini, true",
    "gpt-4*, gpt-3, false",
    "*.openai.azure.com, my.OpenAI.azure.com, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "*a*b*, xxaxxbxx, true",
    "*a*b*, xxbxxaxx, false",
    "GPT, gpt, true",
    "'', '', true"
  })
  void globsMatchWholeTexts(String pattern, String text, boolean expected) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void globsAgreeWithRegularExpressions() {
    Random random = new Random(9);
    for (int round = 0; round < 20_000; round++) {
      String pattern = letters(random, "ab*?", 6);
      String text = letters(random, "ab", 8);
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertThat(Glob.of(pattern).matches(text))
          .as(pattern + " on " + text)
          .isEqualTo(Pattern.matches(regex, text));
    }
  }

  private static String letters(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  // ModelMap

  @Test
  void anExactNameComesBeforePatternsAndPatternsBeforeTheRest() {
    Map<String, ModelTarget> entries = new LinkedHashMap<>();
    entries.put("*", ModelTarget.of("rest"));
    entries.put("gpt-4*", ModelTarget.of("four"));
    entries.put("gpt-4o", ModelTarget.of("exact"));
    entries.put("gpt-?", ModelTarget.of("*"));
    ModelMap map = ModelMap.of(entries);
    assertThat(map.target("gpt-4o").sent()).isEqualTo("exact");
    assertThat(map.target("gpt-4o-mini").sent()).isEqualTo("four");
    assertThat(map.target("gpt-5").sent()).isEqualTo("gpt-5");
    assertThat(map.target("other").sent()).isEqualTo("rest");
    assertThat(map.isMapped()).isTrue();
  }

  @Test
  void aNameInNoEntryIsNotServed() {
    assertThat(ModelMap.of(Map.of("a", ModelTarget.of("b"))).target("c")).isNull();
  }

  @Test
  void anEmptyMapLeavesNamesAlone() {
    assertThat(ModelMap.of(Map.of()).target("x").sent()).isEqualTo("x");
    assertThat(ModelMap.of(Map.of()).isMapped()).isFalse();
    assertThat(ModelMap.always(ModelTarget.of("y")).target("x").sent()).isEqualTo("y");
  }

  // Price

  @Test
  void aPriceCountsCachedTokensApart() {
    Price price = new Price(2.0, 8.0, 0.5, 0.01, "USD");
    double cost = price.of(new Usage(1_000_000, 500_000, 400_000, -1, -1));
    assertThat(cost).isCloseTo(0.01 + 0.6 * 2 + 0.4 * 0.5 + 0.5 * 8, offset(1e-9));
    assertThat(Price.UNKNOWN.of(new Usage(10, 10, -1, -1, -1))).isZero();
  }

  // HttpFields

  @Test
  void fieldsCompareNamesWithoutCaseAndHideCredentials() {
    HttpFields fields =
        HttpFields.of("Accept", "a", "X-Api-Key", "secret", "accept", "b").toBuilder()
            .set("X", "1")
            .remove("ACCEPT")
            .build();
    assertThat(fields.first("x-api-key")).isEqualTo("secret");
    assertThat(fields.has("accept")).isFalse();
    assertThat(fields.toString()).isEqualTo("[X-Api-Key: ***, X: 1]");
    assertThat(new WireRequest.Credential("a", "secret").toString()).doesNotContain("secret");
  }
}
