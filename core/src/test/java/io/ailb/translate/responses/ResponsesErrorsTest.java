package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.answer.ErrorReader;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors in words of this dialect (translation, section 5). */
class ResponsesErrorsTest {
  private static final Dialect RESPONSES = Dialect.OPENAI_RESPONSES;

  private final ErrorWriter errors = ResponsesCodec.INSTANCE.errors();

  static Stream<String> cases() {
    return Fixtures.cases().stream().filter(name -> Fixtures.has(name, RESPONSES, "error.json"));
  }

  /** What blames the caller comes out as it went in; a key of the pool is nobody's business. */
  @ParameterizedTest
  @MethodSource("cases")
  void theCallersOwnErrorsAreWrittenAsTheyWere(String name) {
    Fixtures.ErrorCase error = Fixtures.error(name, RESPONSES);
    ErrorInfo read =
        ErrorReader.read(
            error.status(),
            error.headers(),
            error.body().getBytes(StandardCharsets.UTF_8),
            Instant.EPOCH);
    Problem problem = Problem.of(read, "one");

    JsonNode written = errors.body(problem).path("error");

    assertThat(written.path("message").asText()).isEqualTo("[one] " + read.message());
    assertThat(written.path("type").isTextual()).isTrue();
    assertThat(written.has("param") && written.has("code")).isTrue();
    if (read.kind().blame() == ErrorClass.Blame.CALLER) {
      JsonNode original =
          Fixtures.json(error.body().getBytes(StandardCharsets.UTF_8)).path("error");
      assertThat(errors.status(problem)).isEqualTo(error.status());
      assertThat(written.path("type")).isEqualTo(original.path("type"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatEndsAStreamIsAFailedResponse(ErrorClass kind) {
    List<ObjectNode> events = Answers.events(errors.event(new Problem(kind, "Oh.")));

    assertThat(events).hasSize(1);
    JsonNode response = events.get(0).path("response");
    assertThat(Answers.type(events.get(0))).isEqualTo("response.failed");
    assertThat(response.path("status").asText()).isEqualTo("failed");
    assertThat(response.at("/error/message").asText()).isEqualTo("Oh.");
    assertThat(response.at("/error/code").asText())
        .isEqualTo(kind.id().equals("rate_limit") ? "rate_limit_exceeded" : "server_error");
    assertThat(new Heard(Answers.read(events)).error.message()).isEqualTo("Oh.");
  }

  @Test
  void aBodyHasTheFourFieldsThatSdksRead() {
    ObjectNode body = errors.body(new Problem(ErrorClass.RATE_LIMIT, "Slow down."));

    assertThat((JsonNode) body)
        .isEqualTo(
            Json.parse(
                "{\"error\":{\"message\":\"Slow down.\",\"type\":\"rate_limit_error\","
                    + "\"param\":null,\"code\":\"rate_limit_exceeded\"}}"));
  }
}
