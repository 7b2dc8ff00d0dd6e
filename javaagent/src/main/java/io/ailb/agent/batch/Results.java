package io.ailb.agent.batch;

import io.ailb.agent.batch.screen.Tally;
import io.ailb.client.BatchResult;
import io.ailb.observe.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Writes results down as they come. */
final class Results {
  private static final long FORCE_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final OutFile out;
  private final FailedFile failures;
  private final Redactor redactor;
  private final Answered answered = new Answered();
  private final Tally tally;
  private long written;
  private long failed;
  private long forced = System.nanoTime();

  Results(OutFile out, FailedFile failures, Redactor redactor) {
    this.out = out;
    this.failures = failures;
    this.redactor = redactor;
    this.tally = new Tally(redactor::redact);
  }

  /** A failure is among the failures before it is in the output: else it could be in neither. */
  void add(BatchResult<Item> result) throws IOException {
    Problem problem = Answered.problem(result);
    if (problem != null) {
      failures.add(withoutKeys(FailedFile.line(result.item(), problem)));
    }
    out.add(withoutKeys(answered.line(result)));
    written++;
    if (problem == null) {
      tally.add(result);
    } else {
      failed++;
      tally.failed(problem.message());
    }
    if (System.nanoTime() - forced > FORCE_EVERY) {
      force();
    }
  }

  /** Some providers echo theirs. */
  private byte[] withoutKeys(byte[] line) {
    byte[] plain =
        redactor.isExposed(line)
            ? redactor
                .redact(new String(line, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8)
            : line;
    return isEscaped(plain) ? Json.changed(plain, redactor::redact) : plain;
  }

  private static boolean isEscaped(byte[] line) {
    for (byte b : line) {
      if (b == '\\') {
        return true;
      }
    }
    return false;
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

  /** What came of them. */
  Tally tally() {
    return tally;
  }

  long written() {
    return written;
  }

  long failed() {
    return failed;
  }
}
