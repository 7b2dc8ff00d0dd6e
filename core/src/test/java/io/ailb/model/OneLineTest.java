package io.ailb.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void controlCharactersBecomeOneSpace() {
    assertThat(OneLine.of("a\r\n[ai-lb] WARN\tforged\u001b[31m \u2028\u202e b\u0000 "))
        .isEqualTo("a [ai-lb] WARN forged [31m b");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    String line = OneLine.of("x".repeat(299) + "\uD83D\uDE00".repeat(9));
    assertThat(line).isEqualTo("x".repeat(299) + "...");
    assertThat(OneLine.of("y".repeat(300))).isEqualTo("y".repeat(300));
  }

  @Test
  void aKeyIsTakenOutBeforeTheCut() {
    String key = "sk-0123456789012345678901234567890123456789";
    ErrorInfo error =
        new ErrorInfo(ErrorClass.AUTH, 401, "z".repeat(280) + key, key, null, "id\n" + key)
            .presentable(text -> text.replace(key, "***"));
    assertThat(error.message()).isEqualTo("z".repeat(280) + "***");
    assertThat(error.code()).isEqualTo("***");
    assertThat(error.requestId()).isEqualTo("id ***");
  }
}
