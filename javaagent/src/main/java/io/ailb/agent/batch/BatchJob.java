package io.ailb.agent.batch;

import io.ailb.client.Batch;
import io.ailb.client.BatchProgress;
import io.ailb.client.BatchResult;
import io.ailb.client.BatchRun;
import io.ailb.client.ChatRequest;
import io.ailb.client.LoadBalancedClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A batch from an input to an output. Each item is in the output once; each line of it is written
 * whole, as soon as its answer is there, and none is asked for that is in it. To be run once.
 */
public final class BatchJob {
  /** By signal, as shells say it. */
  private static final int INTERRUPTED = 130;

  private final Settings settings;
  private final LoadBalancedClient client;
  private final UnaryOperator<byte[]> withoutKeys;
  private final Display display;
  private final IdTable table = new IdTable();
  private volatile long items = -1;

  /**
   * As it was asked for.
   *
   * @param withoutKeys takes keys out of a line, before it is written
   */
  public BatchJob(
      Settings settings,
      LoadBalancedClient client,
      UnaryOperator<byte[]> withoutKeys,
      Display display) {
    this.settings = settings;
    this.client = client;
    this.withoutKeys = withoutKeys;
    this.display = display;
  }

  /**
   * Runs it to its end, and says what came of it.
   *
   * @return the exit code
   * @throws Refusal if it cannot begin; nothing was asked then
   */
  public int run() throws Refusal {
    Input input = Input.of(settings.in(), settings.template(), settings.model());
    Places places = Places.of(settings, input);
    look(input);
    try (OutFile out = places.open();
        FailedFile failed = new FailedFile(places.failed())) {
      Earlier earlier = places.begin(out, failed, table);
      if (input.isFile()) {
        prepare(input);
      }
      return run(input, out, failed, earlier);
    } catch (IOException e) {
      throw new Refusal(Places.reason(settings.out(), e));
    }
  }

  /** Whether it can be read at all: a table may not fit its template. */
  private static void look(Input input) throws Refusal {
    if (!input.isFile()) {
      return;
    }
    try (Records records = input.open()) {
      var unused = records.next();
    } catch (IOException e) {
      throw new Refusal("%s cannot be read: %s".formatted(input, e.getMessage()));
    }
  }

  /** Nothing is sent before all of an input that can be read twice was held to the output. */
  private void prepare(Input input) throws IOException, Refusal {
    if (settings.resume()) {
      try (Intake all = new Intake(input.open(), table, true)) {
        long left = 0;
        while (all.next() != null) {
          left++;
        }
        items = left + all.done();
      }
      table.forgetSeen();
    } else {
      Thread counter = new Thread(() -> count(input), "ai-lb-batch-count");
      counter.setDaemon(true);
      counter.start();
    }
  }

  /** Only to tell how much is left. */
  private void count(Input input) {
    try (Records all = input.open()) {
      long count = 0;
      while (all.next() != null) {
        count++;
      }
      items = count;
    } catch (IOException | Refusal e) {
      items = -1; // who reads it for the items has it too, and says so
    }
  }

  private int run(Input input, OutFile out, FailedFile failed, Earlier earlier)
      throws IOException, Refusal {
    try (Intake intake = new Intake(input.open(), table, false)) {
      Feed feed = new Feed(intake, Runtime.getRuntime().maxMemory() / 8);
      Results results = new Results(out, failed, withoutKeys);
      try (BatchRun<Item> run =
              batch(
                      progress -> {
                        results.force();
                        display.progress(progress, totals(intake));
                      })
                  .run(feed, BatchJob::request);
          Interruption interruption = new Interruption(run, settings.grace(), display)) {
        feed.start(() -> run.progress().inFlight() + run.progress().waiting() == 0);
        IOException broken = write(run, feed, results);
        Ending ending = ending(run, feed, intake, results, earlier, interruption, broken);
        display.end(run.progress(), totals(intake), ending);
        return ending.exit();
      } finally {
        feed.close();
      }
    }
  }

  private Batch batch(Consumer<BatchProgress> progress) {
    Batch batch = client.batch().progress(Duration.ofSeconds(1), progress);
    if (settings.concurrency() != null) {
      batch = batch.concurrency(settings.concurrency());
    }
    if (settings.budget() != null) {
      batch = batch.budget(settings.budget().amount(), settings.budget().currency());
    }
    if (settings.rounds() != null) {
      batch = batch.rounds(settings.rounds());
    }
    return settings.ordered() ? batch.ordered() : batch;
  }

  /** One that is too large for this JVM fails alone. */
  private static ChatRequest request(Item item) {
    try {
      return item.request().get();
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          "not enough memory for a line of %,d bytes: java -Xmx gives more"
              .formatted(item.weight()),
          e);
    }
  }

  private Totals totals(Intake intake) {
    return new Totals(items, intake.done());
  }

  /** Returns why nothing more can be written; null = all was. */
  private static @Nullable IOException write(BatchRun<Item> run, Feed feed, Results results) {
    try {
      while (run.hasNext()) {
        BatchResult<Item> result = run.next();
        results.add(result);
        feed.done(result.item());
      }
      results.force();
      return null;
    } catch (IOException e) {
      return e;
    } catch (UncheckedIOException e) {
      return e.getCause();
    } catch (OutOfMemoryError e) {
      return new IOException("not enough memory: java -Xmx gives more", e);
    }
  }

  private Ending ending(
      BatchRun<Item> run,
      Feed feed,
      Intake intake,
      Results results,
      Earlier earlier,
      Interruption interruption,
      @Nullable IOException broken)
      throws Refusal {
    BatchProgress last = run.progress();
    long lost = interruption.givenUp();
    String stopped = run.stopped();
    Exception unread = feed.failure();
    if (unread instanceof Refusal refusal && last.taken() == 0) {
      throw refusal;
    }
    if (broken != null) {
      stopped = Places.reason(settings.out(), broken);
      lost = last.inFlight() + last.done() - results.written();
    } else if (unread != null && stopped == null) {
      stopped = "%s cannot be read any further: %s".formatted(settings.in(), unread.getMessage());
    }
    boolean whole = stopped == null;
    long failed = results.failed() + earlier.failed();
    return new Ending(
        interruption.came() ? INTERRUPTED : whole && failed == 0 ? 0 : 1,
        stopped,
        notes(last, intake, results, failed, lost, whole));
  }

  private List<String> notes(
      BatchProgress last, Intake intake, Results results, long failed, long lost, boolean whole) {
    List<String> notes = new ArrayList<>();
    if (lost > 0) {
      notes.add(
          "%,d answers that were under way are lost: they will be asked for again, and may be paid twice."
              .formatted(lost));
    }
    if (whole && last.taken() == 0) {
      notes.add(
          intake.done() == 0
              ? "The input has no items: nothing to do."
              : "All items are in the output: nothing to do.");
    }
    long gone = whole ? table.count(IdTable.DONE, IdTable.SEEN) : 0;
    if (gone > 0) {
      notes.add("%,d items of the output are not in the input any more.".formatted(gone));
    }
    if (failed > 0) {
      notes.add(
          "%,d items failed, with their reasons in %s. It is an input: to ask them again, run it."
              .formatted(failed, settings.failedFile()));
    }
    if (!whole) {
      notes.add(
          settings.out().equals(Input.STANDARD)
              ? "What came is written; without a file to go on with, take those lines out of the input."
              : "All %,d results that came are in the output. To go on: %s"
                  .formatted(results.written(), settings.again()));
    }
    return notes;
  }
}
