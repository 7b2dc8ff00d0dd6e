package io.ailb.benchmarks.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks one endpoint in its own dialect, once. Thread-safe. */
final class Asker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Reply ask(Pool.Member member, String question) throws InterruptedException {
    boolean openAi = member.speaksOpenAi();
    ObjectNode body = JSON.createObjectNode();
    body.put("model", openAi ? "gpt-4o-mini" : "claude-haiku-4-5").put("max_tokens", 50);
    body.putArray("messages").addObject().put("role", "user").put("content", question);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    member.simulated().origin()
                        + (openAi ? "/v1/chat/completions" : "/v1/messages")))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    if (openAi) {
      request.header("authorization", "Bearer " + member.key());
    } else {
      request.header("x-api-key", member.key()).header("anthropic-version", "2023-06-01");
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      String said = response.body();
      return new Reply(
          response.statusCode(),
          response.statusCode() == 200 ? text(JSON.readTree(said), openAi) : said);
    } catch (IOException e) {
      return new Reply(0, e.toString());
    }
  }

  private static String text(JsonNode answer, boolean openAi) {
    return openAi
        ? answer.at("/choices/0/message/content").asText()
        : answer.at("/content/0/text").asText();
  }
}
