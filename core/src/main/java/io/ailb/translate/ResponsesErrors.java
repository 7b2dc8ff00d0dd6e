package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** OpenAI Responses. */
enum ResponsesErrors implements ErrorEncoder {
  INSTANCE;

  @Override
  public String body(Problem problem, int status) {
    return ChatErrors.INSTANCE.body(problem, status);
  }

  /** A failed response: OpenAI's Java SDK takes it as the end, which it does not a bare error. */
  @Override
  public String event(Problem problem, int status) {
    ObjectNode error = ErrorEncoder.object();
    String code = ChatErrors.code(problem);
    error.put("code", status == 429 && code != null ? code : "server_error");
    error.put("message", problem.message());
    ObjectNode response = ErrorEncoder.object();
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
    ObjectNode event = ErrorEncoder.object();
    event.put("type", "response.failed");
    event.put("sequence_number", 0);
    event.set("response", response);
    return "event: response.failed\ndata: " + event + "\n\n";
  }
}
