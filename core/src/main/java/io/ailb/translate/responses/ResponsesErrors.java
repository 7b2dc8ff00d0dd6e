package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.openai.OpenAiErrors;

/** OpenAI Responses. */
enum ResponsesErrors implements ErrorWriter {
  INSTANCE;

  @Override
  public int status(Problem problem) {
    return OpenAiErrors.status(problem);
  }

  @Override
  public ObjectNode body(Problem problem) {
    return OpenAiErrors.error(problem);
  }

  /** A failed response: OpenAI's Java SDK takes it as the end, which it does not a bare error. */
  @Override
  public String event(Problem problem) {
    ObjectNode error = Json.object();
    String code = OpenAiErrors.code(problem);
    error.put("code", status(problem) == 429 && code != null ? code : "server_error");
    error.put("message", problem.message());
    ObjectNode response = Json.object();
    response.put("id", "resp_ailb_failed");
    response.put("object", "response");
    response.put("created_at", 0);
    response.put("status", "failed");
    response.set("error", error);
    response.putNull("incomplete_details");
    response.putNull("instructions");
    response.putObject("metadata");
    response.put("model", "");
    response.putArray("output");
    response.put("parallel_tool_calls", true);
    response.putNull("temperature");
    response.put("tool_choice", "auto");
    response.putArray("tools");
    response.putNull("top_p");
    ObjectNode event = Json.object();
    event.put("type", "response.failed");
    event.put("sequence_number", 0);
    event.set("response", response);
    return "event: response.failed\ndata: " + event + "\n\n";
  }
}
