package io.ailb.agent.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where results go.
 *
 * @param out null = standard output
 */
record Places(@Nullable Path out, Path failed, boolean resume) {

  /**
   * As they were asked for.
   *
   * @throws Refusal if they cannot be
   */
  static Places of(Settings settings, Input input) throws Refusal {
    boolean standard = settings.out().equals(Input.STANDARD);
    if (standard && settings.resume()) {
      throw new Refusal("--resume goes on with a file: name one as the output");
    }
    Path out = standard ? null : Path.of(settings.out());
    Path failed = settings.failed();
    Path in = input.name().equals(Input.STANDARD) ? null : Path.of(input.name());
    if (same(in, out)) {
      throw new Refusal("input and output are the same file, %s".formatted(out));
    }
    if (same(in, failed)) {
      throw new Refusal(
          "the input %s is where items go that fail: --failed names another file".formatted(in));
    }
    if (same(out, failed)) {
      throw new Refusal("output and --failed are the same file, %s".formatted(out));
    }
    Path directory = failed.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new Refusal("%s: there is no such directory".formatted(directory));
    }
    return new Places(out, failed, settings.resume());
  }

  private static boolean same(@Nullable Path one, @Nullable Path other) throws Refusal {
    if (one == null || other == null) {
      return false;
    }
    try {
      return (Files.exists(one) && Files.exists(other))
          ? Files.isRegularFile(one) && Files.isSameFile(one, other)
          : one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new Refusal("%s or %s cannot be looked at: %s".formatted(one, other, e.getMessage()));
    }
  }

  OutFile open() throws IOException {
    return out == null ? OutFile.standard() : OutFile.of(out);
  }

  /**
   * Goes on with what is there, or sees that nothing is.
   *
   * @param table is told what is there
   */
  Earlier begin(OutFile open, FailedFile failures, IdTable table) throws IOException, Refusal {
    if (!open.lock()) {
      throw new Refusal("another run is writing to %s".formatted(out));
    }
    if (resume && out != null && open.size() > 0) {
      Earlier earlier = Earlier.read(out, open, table);
      earlier.repair(open);
      failures.keep(table);
      return earlier;
    }
    if (open.size() > 0) {
      throw new Refusal(
          "%s has results already: --resume goes on with them; else name another file"
              .formatted(out));
    }
    if (!resume && !failures.isEmpty()) {
      throw new Refusal(
          "%s has failed items of another run: move it away, or name another with --failed"
              .formatted(failed));
    }
    failures.keep(table);
    return Earlier.NOTHING;
  }
}
