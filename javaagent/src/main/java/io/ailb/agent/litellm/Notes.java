package io.ailb.agent.litellm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What could not be carried over as it stands, with its place. Never says a value. */
final class Notes {
  private final List<Note> notes = new ArrayList<>();

  /**
   * One of them.
   *
   * @param path such as {@code router_settings.retry_policy}
   */
  record Note(int line, int column, String path, String words) {}

  void add(Written at, String path, String words) {
    Note note = new Note(at.line(), at.column(), path, words);
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  /** Such as {@code config.yaml:12:7: path: words}, in the order of the file. */
  List<String> lines(String file) {
    return notes.stream()
        .sorted(Comparator.comparingInt(Note::line).thenComparingInt(Note::column))
        .map(
            note ->
                "%s:%d:%d: %s: %s"
                    .formatted(
                        file,
                        note.line,
                        note.column,
                        Keys.without(note.path),
                        Keys.without(note.words)))
        .toList();
  }
}
