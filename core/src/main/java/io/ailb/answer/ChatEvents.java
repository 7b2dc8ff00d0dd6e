package io.ailb.answer;

import io.ailb.json.JsonCursor;

/** Chunks of OpenAI Chat Completions. Their end, {@code [DONE]}, is no JSON and not read here. */
enum ChatEvents implements EventReader {
  INSTANCE;

  @Override
  public void read(JsonCursor event, StreamState into) {
    while (event.nextName()) {
      if (event.nameIs("choices")) {
        readChoices(event, into);
      } else if (event.nameIs("usage")) {
        into.usage.read(event);
      } else if (event.nameIs("error")) {
        into.failed |= event.something();
      } else {
        event.skip();
      }
    }
  }

  @Override
  public String terminator() {
    return "data: [DONE]\n\n";
  }

  private static void readChoices(JsonCursor choices, StreamState into) {
    if (!choices.beginArray()) {
      choices.skip();
      return;
    }
    while (choices.nextElement()) {
      if (choices.beginObject()) {
        readChoice(choices, into);
      } else {
        choices.skip();
      }
    }
  }

  private static void readChoice(JsonCursor choice, StreamState into) {
    long index = -1;
    boolean finished = false;
    while (choice.nextName()) {
      if (choice.nameIs("index")) {
        index = choice.count();
      } else if (choice.nameIs("finish_reason")) {
        finished = choice.something();
      } else if (choice.nameIs("delta")) {
        readDelta(choice, into);
      } else {
        choice.skip();
      }
    }
    into.choice(index, finished);
  }

  private static void readDelta(JsonCursor delta, StreamState into) {
    if (!delta.beginObject()) {
      delta.skip();
      return;
    }
    while (delta.nextName()) {
      // Besides the role, all that a delta can hold (text, refusal, tool calls, reasoning under its
      // several names, audio) is content.
      boolean role = delta.nameIs("role");
      into.content |= delta.something() && !role;
    }
  }
}
