package io.ailb.recognise;

import io.ailb.json.JsonCursor;
import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import io.ailb.model.Fingerprint;

/**
 * What the requests of a conversation have in common, for those who want them kept together by it:
 * who speaks, or what was said first. Another look at the body, which only they pay for. Nothing of
 * it is kept but a {@link Fingerprint}. For one thread, once.
 */
public final class Conversation {
  /** There is nothing that could tell it. */
  public static final long UNKNOWN = 0;

  /** Of a longer text, so many bytes at either end are looked at, and how long it is. */
  private static final int EDGE = 1024;

  private final Dialect dialect;
  private final byte[] bytes;
  private final JsonCursor cursor;

  private Conversation(Dialect dialect, CallBody body) {
    this.dialect = dialect;
    bytes = body.text().array();
    cursor = new JsonCursor().over(bytes, 0, body.text().limit());
  }

  /** By the user that the caller names. */
  public static long ofUser(Dialect dialect, CallBody body) {
    return new Conversation(dialect, body).user();
  }

  /**
   * By the first thing that its user said: it comes again with each request of a conversation,
   * while what precedes it, such as a system's prompt, is often the same in all of an
   * application's.
   */
  public static long ofBeginning(Dialect dialect, CallBody body) {
    return new Conversation(dialect, body).beginning();
  }

  private long user() {
    long user = UNKNOWN;
    if (cursor.beginObject()) {
      while (cursor.nextName()) {
        if (dialect == Dialect.ANTHROPIC) {
          user = cursor.nameIs("metadata") ? member("user_id") : nothing(user);
        } else if (cursor.nameIs("user")) {
          return text();
        } else {
          user = cursor.nameIs("safety_identifier") ? text() : nothing(user);
        }
      }
    }
    return user;
  }

  private long beginning() {
    String messages =
        switch (dialect) {
          case OPENAI_CHAT, ANTHROPIC -> "messages";
          case OPENAI_RESPONSES -> "input";
          case GEMINI -> "contents";
        };
    if (cursor.beginObject()) {
      while (cursor.nextName()) {
        if (cursor.nameIs(messages)) {
          return cursor.beginArray() ? firstOfUser() : text();
        }
        cursor.skip();
      }
    }
    return UNKNOWN;
  }

  private long firstOfUser() {
    long said = UNKNOWN;
    while (said == UNKNOWN && cursor.nextElement()) {
      said = cursor.beginObject() ? saidByUser() : nothing(UNKNOWN);
    }
    return said;
  }

  /** What is said in this message, if it is a user's. Who does not say who he is, is the user. */
  private long saidByUser() {
    boolean users = true;
    long said = UNKNOWN;
    while (cursor.nextName()) {
      if (cursor.nameIs("role")) {
        users = cursor.stringIs("user");
      } else if (cursor.nameIs("content") || cursor.nameIs("parts")) {
        said = cursor.beginArray() ? firstText() : text();
      } else {
        cursor.skip();
      }
    }
    return users ? said : UNKNOWN;
  }

  /**
   * Of several parts. Not the part itself: marks for a cache move on from it as the talk goes on.
   */
  private long firstText() {
    long first = UNKNOWN;
    while (cursor.nextElement()) {
      first = first == UNKNOWN ? member("text") : nothing(first);
    }
    return first;
  }

  /** The text of that name in the object here. */
  private long member(String name) {
    if (!cursor.beginObject()) {
      return nothing(UNKNOWN);
    }
    long found = UNKNOWN;
    while (cursor.nextName()) {
      found = cursor.nameIs(name) ? text() : nothing(found);
    }
    return found;
  }

  private long nothing(long soFar) {
    cursor.skip();
    return soFar;
  }

  /** The fingerprint of the text here, if it is one. */
  private long text() {
    int from = cursor.valueStart();
    boolean isText = cursor.peek() == '"';
    cursor.skip();
    int to = cursor.position();
    if (!isText || to - from <= 2) {
      return UNKNOWN;
    }
    if (to - from <= 2 * EDGE) {
      return Fingerprint.of(bytes, from, to);
    }
    long edges =
        Fingerprint.of(
            Fingerprint.of(bytes, from, from + EDGE), Fingerprint.of(bytes, to - EDGE, to));
    return Fingerprint.of(edges, to - from);
  }
}
