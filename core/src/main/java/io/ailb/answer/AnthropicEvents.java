package io.ailb.answer;

import io.ailb.json.JsonCursor;

/** Events of Anthropic Messages. */
enum AnthropicEvents implements EventReader {
  INSTANCE;

  private static final int STOP = 0;
  private static final int ERROR = 1;
  private static final int DELTA = 2;

  private static final String[] TYPES = {"message_stop", "error", "content_block_delta"};

  @Override
  public void read(JsonCursor event, StreamState into) {
    while (event.nextName()) {
      if (event.nameIs("type")) {
        int type = event.which(TYPES);
        into.ended |= type == STOP;
        into.failed |= type == ERROR;
        into.content |= type == DELTA;
      } else if (event.nameIs("usage")) {
        into.usage.read(event);
      } else if (event.nameIs("message")) {
        readMessage(event, into);
      } else if (event.nameIs("delta")) {
        readDelta(event, into);
      } else {
        event.skip();
      }
    }
  }

  @Override
  public String terminator() {
    return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  }

  private static void readMessage(JsonCursor message, StreamState into) {
    if (!message.beginObject()) {
      message.skip();
      return;
    }
    into.choice(0, false);
    while (message.nextName()) {
      if (message.nameIs("usage")) {
        into.usage.read(message);
      } else {
        message.skip();
      }
    }
  }

  private static void readDelta(JsonCursor delta, StreamState into) {
    if (!delta.beginObject()) {
      delta.skip();
      return;
    }
    while (delta.nextName()) {
      if (delta.nameIs("stop_reason")) {
        into.choice(0, delta.something());
      } else {
        delta.skip();
      }
    }
  }
}
