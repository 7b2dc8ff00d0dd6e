package io.ailb.agent.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.client.BatchResult;
import io.ailb.client.ChatResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnsweredTest {
  private static final Duration SOON = Duration.ofMillis(1);

  private final Answered answered = new Answered();

  private static Item item(String id) {
    return new Item(id, 7, 0xabcL, "{}".getBytes(UTF_8), Item.NONE, null);
  }

  private String line(String body) {
    ChatResult good =
        new ChatResult(
            "text", body, 200, "req_1", "openai-1", "gpt", 2, 3, 4, 0.1, "USD", SOON, SOON);
    return new String(answered.line(new BatchResult<>(0, item("a"), good, null, 1)), UTF_8);
  }

  @Test
  void theProvidersAnswerStandsThereAsItCameOnOneLine() throws Exception {
    String line = line("{\n  \"n\": 1.50,\r\n  \"text\": \"a\\nb é\"\n}\n");

    assertThat(line).endsWith("}\n");
    assertThat(line.strip()).doesNotContain("\n", "\r");
    assertThat(line).contains("\"body\":{   \"n\": 1.50,    \"text\": \"a\\nb é\" }}");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("custom_id").asText()).isEqualTo("a");
    assertThat(json.at("/response/status_code").asInt()).isEqualTo(200);
    assertThat(json.at("/response/request_id").asText()).isEqualTo("req_1");
    assertThat(json.path("error").isNull()).isTrue();
    assertThat(json.path("ai_lb").toString())
        .isEqualTo(
            "{\"endpoint\":\"openai-1\",\"model\":\"gpt\",\"attempts\":2,\"line\":7,\"hash\":\"0000000000000abc\"}");
  }

  @Test
  void whatIsNoJsonIsAText() throws Exception {
    for (String body : new String[] {"", "<html>\n", "{\"half\":", "{} {}"}) {
      JsonNode json = new ObjectMapper().readTree(line(body));
      assertThat(json.at("/response/body").asText()).isEqualTo(body);
      assertThat(json.at("/response/body").isTextual()).isTrue();
    }
  }

  @Test
  void eachRunHasIdsOfItsOwn() throws Exception {
    Item failed = item("x").failed("line-7", new Problem("code", "why"));
    BatchResult<Item> result = new BatchResult<>(0, failed, null, null, 1);
    JsonNode one = new ObjectMapper().readTree(answered.line(result));
    JsonNode other = new ObjectMapper().readTree(new Answered().line(result));

    assertThat(one.path("id").asText())
        .matches("batch_req_[0-9a-f]{16}_7")
        .isNotEqualTo(other.path("id").asText());
    assertThat(one.path("custom_id").asText()).isEqualTo("line-7");
    assertThat(one.path("response").isNull()).isTrue();
    assertThat(one.at("/error/code").asText()).isEqualTo("code");
    assertThat(one.at("/ai_lb/attempts").asInt()).isZero();
  }
}
