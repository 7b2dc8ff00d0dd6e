package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.ErrorClass;
import io.ailb.translate.neutral.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Translation, section 5, column A. */
class AnthropicErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST,0,400,invalid_request_error",
    "UNSUPPORTED,0,400,invalid_request_error",
    "CONTEXT_LENGTH,0,400,invalid_request_error",
    "CONTENT_FILTER,0,400,invalid_request_error",
    "TOO_LARGE,0,413,request_too_large",
    "MODEL_NOT_FOUND,0,404,not_found_error",
    "RATE_LIMIT,0,429,rate_limit_error",
    "RATE_LIMIT_DAILY,0,429,rate_limit_error",
    "RATE_LIMIT_IMPOSSIBLE,0,429,rate_limit_error",
    "AUTH,401,529,overloaded_error",
    "PERMISSION,403,529,overloaded_error",
    "BILLING,402,529,overloaded_error",
    "OVERLOADED,503,529,overloaded_error",
    "SERVER_ERROR,502,500,api_error",
    "SERVER_ERROR,504,504,timeout_error",
    "TIMEOUT,0,504,timeout_error",
    "NETWORK,0,500,api_error",
  })
  void eachClassHasItsStatusAndType(ErrorClass kind, int given, int status, String type) {
    Problem problem = new Problem(kind, given, "prompt is too long", null, "req_1");
    assertThat(AnthropicErrors.INSTANCE.status(problem)).isEqualTo(status);
    assertThat(AnthropicErrors.INSTANCE.body(problem))
        .isEqualTo(
            json(
                "{'type':'error','error':{'type':'"
                    + type
                    + "','message':'prompt is too long'},'request_id':'req_1'}"));
  }

  @Test
  void aPromptThatIsTooLongIsSaidInAnthropicsWords() {
    Problem problem = new Problem(ErrorClass.CONTEXT_LENGTH, "[o] maximum context length is 5");
    assertThat(AnthropicErrors.INSTANCE.body(problem).path("error").path("message").asText())
        .isEqualTo("prompt is too long: [o] maximum context length is 5");
  }
}
