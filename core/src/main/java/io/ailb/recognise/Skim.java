package io.ailb.recognise;

import io.ailb.json.JsonCursor;
import io.ailb.json.Words;
import io.ailb.model.Dialect;
import org.jspecify.annotations.Nullable;

/** What one pass over a request's body finds; reused by nobody, filled by one {@link Members}. */
final class Skim {
  String model = "";

  /** The model's value with its quotes; -1 before it is found. */
  int modelFrom = -1;

  int modelTo = -1;

  /** Just inside the root object. */
  int rootFrom = -1;

  boolean stream;
  boolean reasoning;
  long maxOutput = -1;
  int choices = 1;
  int files;
  int fileBytes;

  /**
   * What the caller's own requests of one conversation have in common; empty = it names nothing.
   */
  String cacheKey = "";

  private References.@Nullable Finder references; // most requests have none

  /** The text can be taken over: one JSON object with at most one model. */
  boolean ok;

  /** Reads all members of the root object. */
  static Skim of(Dialect dialect, byte[] bytes, int from, int to) {
    Skim skim = new Skim();
    JsonCursor cursor = new JsonCursor().over(bytes, from, to);
    Members members = Members.of(dialect);
    if (cursor.beginObject()) {
      skim.rootFrom = cursor.position();
      while (cursor.nextName()) {
        members.read(cursor, skim);
      }
      skim.files = cursor.blobs();
      skim.fileBytes = cursor.blobBytes();
      skim.ok = !skim.modelTwice && cursor.ok() && cursor.atEnd();
    }
    return skim;
  }

  private boolean modelTwice;

  void readModel(JsonCursor cursor) {
    modelTwice |= modelFrom >= 0;
    modelFrom = cursor.valueStart();
    model = cursor.string();
    modelTo = cursor.position();
  }

  References references() {
    return references == null ? References.NONE : references.found();
  }

  References.Finder finder() {
    References.Finder finder = references;
    if (finder == null) {
      finder = new References.Finder();
      references = finder;
    }
    return finder;
  }

  /** Skips messages, and looks at them again if something of these stands in them. */
  void readMessages(JsonCursor cursor, Words words) {
    int from = cursor.valueStart();
    if (cursor.skipMeets(words)) {
      finder().inMessages(cursor.back(from));
    }
  }

  void readChoices(JsonCursor cursor) {
    choices = (int) Math.max(1, Math.min(Integer.MAX_VALUE, cursor.count()));
  }

  /** Keeps the larger of several bounds: some callers send an old and a new spelling. */
  void readMaxOutput(JsonCursor cursor) {
    maxOutput = Math.max(maxOutput, cursor.count());
  }
}
