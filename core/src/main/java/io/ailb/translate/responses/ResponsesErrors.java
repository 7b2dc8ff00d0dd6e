package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.ErrorWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Utf8;
import io.ailb.translate.openai.OpenAiErrors;
import java.nio.charset.StandardCharsets;

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

  /**
   * A failed response: OpenAI's Java SDK takes it as the end, which it does not a bare error. Of a
   * stream that was passed on as it came, so that neither its id nor its count is known.
   */
  @Override
  public String event(Problem problem) {
    ChatRequest unknown = ChatRequest.builder().build();
    ResponseBody response =
        new ResponseBody(new AnswerFrame(unknown, null, 0, AnswerFrame.Framing.EVENTS));
    Utf8 event = new Utf8();
    new LifeCycle()
        .response(
            "response.failed", response.failed(FailedResponse.error(problem), Json.array()), event);
    return new String(event.take(), StandardCharsets.UTF_8);
  }
}
