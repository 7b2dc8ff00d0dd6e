package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code POST /v1/messages/count_tokens}: takes nothing from the limits. */
final class AnthropicTokenCount implements Operation {

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    return Ask.of(AnthropicMessages.model(body), AnthropicMessages.prompt(request, body), body);
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    return Answer.ok(object("input_tokens", ask.prompt().tokens()), 0);
  }

  @Override
  public boolean metered() {
    return false;
  }

  @Override
  public String fixtureName() {
    return "anthropic-count";
  }
}
