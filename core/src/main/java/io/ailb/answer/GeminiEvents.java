package io.ailb.answer;

import io.ailb.json.JsonCursor;

/** Chunks of a Gemini stream, each a whole answer with a part of the text. */
enum GeminiEvents implements EventReader {
  INSTANCE;

  @Override
  public void read(JsonCursor event, StreamState into) {
    while (event.nextName()) {
      if (event.nameIs("candidates")) {
        readCandidates(event, into);
      } else if (event.nameIs("usageMetadata")) {
        into.usage.read(event);
      } else if (event.nameIs("promptFeedback")) {
        readPromptFeedback(event, into);
      } else if (event.nameIs("error")) {
        into.failed |= event.something();
      } else {
        event.skip();
      }
    }
    // There is no terminator: the chunk that says why the last choice ended is the last of all.
    into.ended |= into.allAskedFinished();
  }

  private static void readCandidates(JsonCursor candidates, StreamState into) {
    if (!candidates.beginArray()) {
      candidates.skip();
      return;
    }
    while (candidates.nextElement()) {
      if (candidates.beginObject()) {
        readCandidate(candidates, into);
      } else {
        candidates.skip();
      }
    }
  }

  private static void readCandidate(JsonCursor candidate, StreamState into) {
    long index = -1;
    boolean finished = false;
    while (candidate.nextName()) {
      if (candidate.nameIs("index")) {
        index = candidate.count();
      } else if (candidate.nameIs("finishReason")) {
        finished = candidate.something();
      } else if (candidate.nameIs("content")) {
        readContent(candidate, into);
      } else {
        candidate.skip();
      }
    }
    into.choice(index, finished);
  }

  private static void readContent(JsonCursor content, StreamState into) {
    if (!content.beginObject()) {
      content.skip();
      return;
    }
    while (content.nextName()) {
      if (content.nameIs("parts")) {
        into.content |= content.something();
      } else {
        content.skip();
      }
    }
  }

  /** A blocked prompt has no candidates, and is over. */
  private static void readPromptFeedback(JsonCursor feedback, StreamState into) {
    if (!feedback.beginObject()) {
      feedback.skip();
      return;
    }
    while (feedback.nextName()) {
      if (feedback.nameIs("blockReason") && feedback.something()) {
        into.choice(0, true);
        into.content = true;
        into.ended = true;
      } else if (!feedback.nameIs("blockReason")) {
        feedback.skip();
      }
    }
  }
}
