package io.ailb.translate;

import io.ailb.model.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bodies to begin from: the fixtures. */
final class Seeds {
  private Seeds() {}

  static List<byte[]> of(Dialect dialect, String kind) {
    List<byte[]> seeds = new ArrayList<>();
    for (Path folder : Case.folders()) {
      for (Case each : Case.all(folder)) {
        if (each.isChat() && each.has(dialect, kind)) {
          seeds.add(each.bytes(dialect, kind));
        }
      }
    }
    return seeds;
  }

  static Stream<byte[]> ofAll(String kind) {
    return Stream.of(Dialect.values()).flatMap(dialect -> of(dialect, kind).stream());
  }
}
