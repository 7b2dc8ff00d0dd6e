package io.ailb.agent.batch;

import io.ailb.LoadBalancer;
import io.ailb.agent.batch.screen.Screen;
import io.ailb.agent.batch.screen.Summary;
import io.ailb.client.Batch;
import io.ailb.client.BatchProgress;
import io.ailb.client.BatchResult;
import io.ailb.client.BatchRun;
import io.ailb.client.ChatRequest;
import io.ailb.client.LoadBalancedClient;
import io.ailb.expose.EndpointStats;
import io.ailb.expose.PoolStats;
import io.ailb.model.ErrorClass;
import io.ailb.observe.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch from an input to an output. Each item is in the output once; each line of it is written
 * whole, as soon as its answer is there, and none is asked for that is in it. To be run once.
 */
public final class BatchJob {
  /** Of errors that are about a key or its account. */
  private static final List<String> OF_KEYS =
      Stream.of(ErrorClass.AUTH, ErrorClass.PERMISSION, ErrorClass.BILLING)
          .map(ErrorClass::id)
          .toList();

  /** By signal, as shells say it. */
  private static final int INTERRUPTED = 130;

  private final Settings settings;
  private final LoadBalancedClient client;
  private final LoadBalancer balancer;
  private final Redactor redactor;
  private final Screen screen;
  private final IdTable table = new IdTable();
  private volatile long items = -1;

  /**
   * As it was asked for.
   *
   * @param client of this balancer
   * @param redactor knows the keys
   */
  public BatchJob(
      Settings settings,
      LoadBalancer balancer,
      LoadBalancedClient client,
      Redactor redactor,
      Screen screen) {
    this.settings = settings;
    this.balancer = balancer;
    this.client = client;
    this.redactor = redactor;
    this.screen = screen;
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
      boolean raw = e instanceof FileSystemException; // has the file as its message
      throw new Refusal(
          raw ? e.getMessage() + " cannot be read or written" : String.valueOf(e.getMessage()));
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
      Results results = new Results(out, failed, redactor);
      try (BatchRun<Item> run =
              batch(
                      progress -> {
                        results.force();
                        show(progress, intake);
                      })
                  .run(feed, BatchJob::request);
          Interruption interruption = new Interruption(run, settings.grace(), this::note)) {
        feed.start(() -> run.progress().inFlight() + run.progress().waiting() == 0);
        IOException broken = write(run, feed, results);
        return end(run, feed, intake, results, earlier, interruption, broken);
      } finally {
        feed.close();
      }
    }
  }

  private synchronized void show(BatchProgress progress, Intake intake) {
    screen.progress(progress, intake.done(), total());
  }

  /** From the thread that ends this process, too. */
  private synchronized void note(String line) {
    screen.note(redactor.redact(line));
  }

  private @Nullable Long total() {
    long known = items;
    return known < 0 ? null : known;
  }

  private Batch batch(Consumer<BatchProgress> progress) {
    Batch batch = client.batch().progress(Duration.ofSeconds(1), progress);
    Integer most = settings.concurrency();
    batch = batch.concurrency(most == null ? mostAtOnce() : most);
    if (settings.budget() != null) {
      batch = batch.budget(settings.budget().amount(), settings.budget().currency());
    }
    if (settings.rounds() != null) {
      batch = batch.rounds(settings.rounds());
    }
    return settings.ordered() ? batch.ordered() : batch;
  }

  /** As many as fit into memory beside the ids, should limits and pace allow so many. */
  public static int mostAtOnce() {
    long perItem = 256 * 1024;
    return (int) Math.max(64, Math.min(1_000, Runtime.getRuntime().maxMemory() / perItem));
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

  private int end(
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
      stopped = String.valueOf(broken.getMessage());
      lost = last.inFlight() + last.succeeded() - (results.written() - results.failed());
    } else if (unread != null && stopped == null) {
      stopped = "%s cannot be read any further: %s".formatted(settings.in(), unread.getMessage());
    }
    if (feed.isOver() && unread == null) {
      items = intake.done() + last.taken();
    }
    notes(last, intake, earlier, lost, stopped == null);
    summary(last, intake, results, stopped);
    if (interruption.came()) {
      return INTERRUPTED;
    }
    return stopped == null && results.failed() + earlier.failed() == 0 ? 0 : 1;
  }

  private void notes(BatchProgress last, Intake intake, Earlier earlier, long lost, boolean whole) {
    if (lost > 0) {
      note(
          "%,d answers that were under way are lost: they will be asked for again, and may be paid twice."
              .formatted(lost));
    }
    if (whole && last.taken() == 0) {
      note(
          intake.done() == 0
              ? "The input has no items: nothing to do."
              : "All items are in the output: nothing to do.");
    }
    refusedKeys();
    long gone = whole ? table.count(IdTable.DONE, IdTable.SEEN) : 0;
    if (gone > 0) {
      note("Items of the output that are not in the input any more: %,d.".formatted(gone));
    }
    if (earlier.failed() > 0) {
      note("Items that failed in earlier runs: %,d.".formatted(earlier.failed()));
    }
  }

  /** Others have answered instead, which may be dearer: somebody should know. */
  private void refusedKeys() {
    for (PoolStats pool : balancer.stats().pools()) {
      for (EndpointStats endpoint : pool.endpoints()) {
        long times =
            OF_KEYS.stream()
                .mapToLong(kind -> endpoint.errorsByKind().getOrDefault(kind, 0L))
                .sum();
        if (times > 0) {
          note(
              "Endpoint %s has refused its key %,d %s: %s"
                  .formatted(
                      endpoint.name(), times, times == 1 ? "time" : "times", endpoint.lastError()));
        }
      }
    }
  }

  private synchronized void summary(
      BatchProgress last, Intake intake, Results results, @Nullable String stopped) {
    boolean standard = settings.out().equals(Input.STANDARD);
    boolean failed = results.failed() > 0;
    screen.end(
        new Summary(
            last,
            intake.done(),
            total(),
            results.tally().reasons(),
            results.tally().endpoints(balancer.stats()),
            stopped == null ? null : redactor.redact(stopped).replaceFirst("\\.+$", ""),
            standard ? null : Path.of(settings.out()),
            failed ? settings.failed() : null,
            stopped == null || standard ? null : settings.goOn(),
            failed ? settings.again() : null));
  }
}
