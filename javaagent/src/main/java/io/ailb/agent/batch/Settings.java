package io.ailb.agent.batch;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a batch was asked for.
 *
 * @param in a file, or {@code -} for standard input
 * @param out a file, or {@code -} for standard output
 * @param failed where items go that failed; null = beside {@code out}
 * @param template that makes prompts of a table; null = lines of JSON
 * @param model of items that name none; null = there is none
 * @param concurrency null = as many as limits allow
 * @param budget null = as much as it takes
 * @param resume whether to go on with what is in {@code out}
 * @param grace how long what is under way may take after a signal
 * @param rounds null = as usual
 * @param ordered whether results come in the order of the input
 * @param again the command that goes on with it
 */
public record Settings(
    String in,
    String out,
    @Nullable Path failed,
    @Nullable String template,
    @Nullable String model,
    @Nullable Integer concurrency,
    @Nullable Budget budget,
    boolean resume,
    Duration grace,
    @Nullable Integer rounds,
    boolean ordered,
    String again) {

  /** Where items go that failed. */
  Path failedFile() {
    if (failed != null) {
      return failed;
    }
    if (out.equals(Input.STANDARD)) {
      return Path.of("batch.failed.jsonl");
    }
    Path file = Path.of(out);
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String failedName =
        dot <= 0 ? name + ".failed" : name.substring(0, dot) + ".failed" + name.substring(dot);
    return file.resolveSibling(failedName);
  }
}
