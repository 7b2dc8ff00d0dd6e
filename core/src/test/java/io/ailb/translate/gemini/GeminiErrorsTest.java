package io.ailb.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.ErrorClass;
import io.ailb.translate.neutral.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, 400, INVALID_ARGUMENT",
    "UNSUPPORTED, 400, INVALID_ARGUMENT",
    "CONTEXT_LENGTH, 400, INVALID_ARGUMENT",
    "CONTENT_FILTER, 400, INVALID_ARGUMENT",
    "AUTH, 503, UNAVAILABLE",
    "PERMISSION, 503, UNAVAILABLE",
    "BILLING, 503, UNAVAILABLE",
    "MODEL_NOT_FOUND, 404, NOT_FOUND",
    "TOO_LARGE, 413, INVALID_ARGUMENT",
    "RATE_LIMIT, 429, RESOURCE_EXHAUSTED",
    "RATE_LIMIT_DAILY, 429, RESOURCE_EXHAUSTED",
    "OVERLOADED, 503, UNAVAILABLE",
    "SERVER_ERROR, 500, INTERNAL",
    "TIMEOUT, 504, DEADLINE_EXCEEDED"
  })
  void aClassHasItsStatusAndItsName(ErrorClass kind, int status, String name) {
    Problem problem = new Problem(kind, "m");
    assertThat(GeminiErrors.INSTANCE.status(problem)).isEqualTo(status);
    assertThat(GeminiErrors.INSTANCE.body(problem).at("/error/status").asText()).isEqualTo(name);
    assertThat(GeminiErrors.INSTANCE.body(problem).at("/error/code").asInt()).isEqualTo(status);
  }

  @Test
  void aPromptThatIsTooLongIsCalledWhatCallersLookFor() {
    Problem problem = new Problem(ErrorClass.CONTEXT_LENGTH, "[a] prompt is too long: 5 > 4");
    assertThat(GeminiErrors.INSTANCE.body(problem).at("/error/message").asText())
        .startsWith("[a] prompt is too long: 5 > 4")
        .contains("input token count");
  }

  @Test
  void whenToTryAgainIsInTheBodyRoundedUp() {
    Problem problem =
        new Problem(ErrorClass.RATE_LIMIT, 429, "m", null, null, Duration.ofMillis(1200));
    assertThat(GeminiErrors.INSTANCE.body(problem).at("/error/details/0"))
        .hasToString(
            "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2s\"}");
  }

  @Test
  void anEventIsTheBodyAsData() {
    assertThat(GeminiErrors.INSTANCE.event(new Problem(ErrorClass.OVERLOADED, "m")))
        .isEqualTo(
            "data: {\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}\n\n");
  }
}
