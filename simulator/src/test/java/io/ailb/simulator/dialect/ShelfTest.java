package io.ailb.simulator.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An account has the responses that it was given, and no others. */
class ShelfTest {
  private final Dialect dialect = Dialect.of(Provider.OPENAI);
  private final Speaker speaker = new Speaker("openai-1", List.of(), 6);

  private Answer ask(String method, String path, String body) throws Refusal {
    Request request = new Request(method, path, Map.of(), Map.of(), body);
    Operation operation = dialect.operation(request);
    assertThat(operation).isNotNull();
    return operation.answer(operation.read(request), speaker);
  }

  private Answer say(String more) throws Refusal {
    return ask("POST", "/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"" + more + "}");
  }

  private static String id(Answer answer) {
    return Json.tree(answer.body()).path("id").asText();
  }

  private static String error(Answer answer) {
    return answer.status() + Json.tree(answer.body()).path("error").toString();
  }

  @Test
  void aResponseIsKeptUntilItIsDeleted() throws Refusal {
    Answer first = say("");
    String path = "/v1/responses/" + id(first);
    assertThat(ask("GET", path, "").body()).isEqualTo(first.body());
    assertThat(ask("POST", path + "/cancel", "").status()).isEqualTo(200);
    assertThat(ask("GET", path + "/input_items", "").status()).isEqualTo(200);
    assertThat(say(",\"previous_response_id\":\"" + id(first) + "\"").status()).isEqualTo(200);
    assertThat(ask("DELETE", path, "").body()).contains("\"deleted\":true");
    assertThat(error(ask("GET", path, ""))).startsWith("404");
    assertThat(error(ask("DELETE", path, ""))).startsWith("404");
  }

  @Test
  void aStreamedOneToo() throws Refusal {
    Answer first = say(",\"stream\":true");
    String id = Json.tree(first.body()).at("/response/id").asText();
    assertThat(id(ask("GET", "/v1/responses/" + id, ""))).isEqualTo(id);
  }

  @Test
  void whatIsNotToBeStoredIsNot() throws Refusal {
    assertThat(ask("GET", "/v1/responses/" + id(say(",\"store\":false")), "").status())
        .isEqualTo(404);
  }

  @Test
  void anotherAccountsIsRefusedInTheProvidersWords() throws Refusal {
    assertThat(error(say(",\"previous_response_id\":\"resp_others\"")))
        .isEqualTo(
            "400{\"message\":\"Previous response with id 'resp_others' not found.\",\"type\":\"invalid_request_error\",\"param\":\"previous_response_id\",\"code\":\"previous_response_not_found\"}");
    assertThat(error(ask("GET", "/v1/responses/resp_others", "")))
        .isEqualTo(
            "404{\"message\":\"Response with id 'resp_others' not found.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}");
  }

  @Test
  void theOtherPathsBelowAResponseAreNone() {
    Request request = new Request("GET", "/v1/responses/x/y", Map.of(), Map.of(), "");
    assertThat(dialect.operation(request)).isNull();
  }
}
