package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String KEY = "sk/abc+def==/zzzz";

  private static String changed(String line) {
    return new String(
        Json.changed((line + "\n").getBytes(UTF_8), text -> text.replace(KEY, "***")), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk/abc+def==/zzzz",
        "sk\\/abc+def==\\/zzzz",
        "sk/abc+def\\u003d\\u003D/zzzz",
        "\\u0073\\u006b/abc+def==/zzzz"
      })
  void aKeyIsFoundHoweverItIsEscaped(String said) {
    assertThat(changed("{\"a\":[1.50,\"my key " + said + ".\"]}"))
        .isEqualTo("{\"a\":[1.50,\"my key ***.\"]}\n");
    assertThat(changed("{\"" + said + "\":null}")).isEqualTo("{\"***\":null}\n");
  }

  @Test
  void whatHasNoneStaysAsItIs() {
    String line = "{ \"a\" : \"\\u00e9\\n\" , \"b\" : 1e400 }";
    assertThat(changed(line)).isEqualTo(line + "\n");
  }
}
