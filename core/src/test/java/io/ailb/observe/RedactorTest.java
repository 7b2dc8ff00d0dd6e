package io.ailb.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
  private static final String KEY = "sk-0123456789abcdef0123456789";

  private final Redactor redactor = new Redactor();

  @Test
  void everyKnownKeyIsMaskedWhereverItStands() {
    redactor.know(Secret.of(KEY));
    redactor.know(List.of(Secret.of("another-key"), Secret.of("a-third-key")));
    assertThat(redactor.redact("a" + KEY + "b" + KEY + " another-key=a-third-key"))
        .isEqualTo("ask-...6789bsk-...6789 ...=...");
  }

  @Test
  void textsWithoutAKeyStayTheSame() {
    redactor.know(Secret.of(KEY));
    String text = "sk-other, caf\u00e9";
    assertThat(redactor.redact(text)).isSameAs(text);
    assertThat(redactor.isExposed(text.getBytes(UTF_8))).isFalse();
  }

  @Test
  void aKeyIsFoundAmongOtherBytes() {
    redactor.know(Secret.of(KEY));
    assertThat(redactor.isExposed(("\u20ac\u0000" + KEY + "\u20ac").getBytes(UTF_8))).isTrue();
  }

  @Test
  void aKeyTooShortToBeOneIsLeft() {
    redactor.know(Secret.of("none"));
    redactor.know(List.of(Secret.of("1234567")));
    assertThat(redactor.redact("none of 1234567")).isEqualTo("none of 1234567");
    assertThat(redactor.isExposed("none".getBytes(UTF_8))).isFalse();
  }
}
