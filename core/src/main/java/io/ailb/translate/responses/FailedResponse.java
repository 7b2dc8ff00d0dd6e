package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.openai.OpenAiErrors;

/** The object {@code error} of a response that failed, which knows few codes. */
final class FailedResponse {
  private static final String UNKNOWN = "server_error";

  private FailedResponse() {}

  static ObjectNode error(Problem problem) {
    String code = OpenAiErrors.status(problem) == 429 ? OpenAiErrors.code(problem) : null;
    return error(code == null ? UNKNOWN : code, problem.message());
  }

  static ObjectNode unusableCall(AnswerEvent.Finish finish) {
    String detail = finish.detail();
    return error(
        UNKNOWN,
        "the model made a call that cannot be used" + (detail == null ? "" : ": " + detail));
  }

  private static ObjectNode error(String code, String message) {
    return Json.object().put("code", code).put("message", message);
  }
}
