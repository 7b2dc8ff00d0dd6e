package io.ailb.agent.batch;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a batch was asked for.
 *
 * @param in a file, or {@code -} for standard input
 * @param out a file, or {@code -} for standard output
 * @param failed where items go that failed
 * @param template that makes prompts of a table; null = lines of JSON
 * @param model of items that name none; null = there is none
 * @param concurrency null = as many as limits allow
 * @param budget null = as much as it takes
 * @param resume whether to go on with what is in {@code out}
 * @param grace how long what is under way may take after a signal
 * @param rounds null = as usual
 * @param ordered whether results come in the order of the input
 * @param goOn the command that goes on with it
 * @param again the command that asks once more for what failed
 */
public record Settings(
    String in,
    String out,
    Path failed,
    @Nullable String template,
    @Nullable String model,
    @Nullable Integer concurrency,
    @Nullable Budget budget,
    boolean resume,
    Duration grace,
    @Nullable Integer rounds,
    boolean ordered,
    String goOn,
    String again) {
  /** Such as {@code out.failed.jsonl} beside {@code out.jsonl}. */
  public static Path beside(Path file, String what) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(
        dot <= 0 ? name + "." + what : name.substring(0, dot) + "." + what + name.substring(dot));
  }
}
