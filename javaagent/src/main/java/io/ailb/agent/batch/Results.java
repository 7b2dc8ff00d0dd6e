package io.ailb.agent.batch;

import io.ailb.client.BatchResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes results down as they come. */
final class Results {
  private static final long FORCE_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final OutFile out;
  private final FailedFile failures;
  private final UnaryOperator<byte[]> withoutKeys;
  private final Answered answered = new Answered();
  private long written;
  private long failed;
  private long forced = System.nanoTime();

  Results(OutFile out, FailedFile failures, UnaryOperator<byte[]> withoutKeys) {
    this.out = out;
    this.failures = failures;
    this.withoutKeys = withoutKeys;
  }

  /**
   * Writes it. A failure is among the failures before it is in the output: else it could be in
   * neither.
   *
   * @return why it failed; null = it did not
   */
  @Nullable Problem add(BatchResult<Item> result) throws IOException {
    Problem problem = Answered.problem(result);
    if (problem != null) {
      failures.add(withoutKeys.apply(FailedFile.line(result.item(), problem)));
    }
    out.add(withoutKeys.apply(answered.line(result)));
    written++;
    failed += problem == null ? 0 : 1;
    if (System.nanoTime() - forced > FORCE_EVERY) {
      force();
    }
    return problem;
  }

  /** Against a machine that loses its power. */
  void force() {
    try {
      failures.force();
      out.force();
      forced = System.nanoTime();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long written() {
    return written;
  }

  long failed() {
    return failed;
  }
}
