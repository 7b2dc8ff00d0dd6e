package io.ailb.answer;

import io.ailb.json.JsonCursor;

/** Events of OpenAI Responses. */
enum ResponsesEvents implements EventReader {
  INSTANCE;

  private static final int COMPLETED = 0;
  private static final int INCOMPLETE = 1;
  private static final int FAILED = 2;
  private static final int ERROR = 3;

  /** Events that carry nothing to show; all not named here do, or may. */
  private static final String[] TYPES = {
    "response.completed",
    "response.incomplete",
    "response.failed",
    "error",
    "response.created",
    "response.in_progress",
    "response.queued",
    "response.output_item.added",
    "response.content_part.added",
    "response.reasoning_summary_part.added",
    "keepalive"
  };

  @Override
  public void read(JsonCursor event, StreamState into) {
    int type = -1;
    boolean typed = false;
    while (event.nextName()) {
      if (event.nameIs("type")) {
        type = event.which(TYPES);
        typed = true;
      } else if (event.nameIs("response")) {
        readResponse(event, into);
      } else {
        event.skip();
      }
    }
    into.ended |= type == COMPLETED || type == INCOMPLETE;
    into.failed |= type == FAILED || type == ERROR;
    into.content = typed && (type < 0 || into.ended);
  }

  private static void readResponse(JsonCursor response, StreamState into) {
    if (!response.beginObject()) {
      response.skip();
      return;
    }
    while (response.nextName()) {
      if (response.nameIs("usage")) {
        into.usage.read(response);
      } else {
        response.skip();
      }
    }
  }
}
