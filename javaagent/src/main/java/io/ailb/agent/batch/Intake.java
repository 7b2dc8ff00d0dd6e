package io.ailb.agent.batch;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The items that are to be asked: each id once, and none that is in the output. */
final class Intake implements Closeable {
  private final Records records;
  private final IdTable table;
  private final boolean strict;
  private final Fingerprint fingerprint = new Fingerprint();
  private final AtomicLong done = new AtomicLong();

  /**
   * Of these.
   *
   * @param table what is in the output; is told what the input has
   * @param strict whether an item that is not what it was ends it all; else it fails
   */
  Intake(Records records, IdTable table, boolean strict) {
    this.records = records;
    this.table = table;
    this.strict = strict;
  }

  /** The next one; null = there are no more. */
  @Nullable Item next() throws IOException, Refusal {
    for (Item item = records.next(); item != null; item = records.next()) {
      Item mine = claim(item);
      if (mine != null) {
        return mine;
      }
      done.incrementAndGet();
    }
    return null;
  }

  /** How many were in the output. */
  long done() {
    return done.get();
  }

  private @Nullable Item claim(Item item) throws Refusal {
    int known = table.get(fingerprint.of(item.id()));
    if ((known & IdTable.SEEN) != 0) {
      return instead(
          item,
          "duplicate_custom_id",
          "line %d: the id \"%s\" was in an earlier line".formatted(item.line(), item.id()));
    }
    if ((known & IdTable.DONE) == 0 || IdTable.isOfLine(known, item.fingerprint())) {
      return mark(item, known);
    }
    String changed =
        "line %d: the output has \"%s\", but of another line".formatted(item.line(), item.id());
    if (strict) {
      throw new Refusal(
          changed
              + ": the input has changed. Give the line another id, put the input back as it was,"
              + " or write to another file.");
    }
    return instead(item, "input_changed", changed + ": the input has changed");
  }

  /** The id is another's: it fails under one of its own. */
  private @Nullable Item instead(Item item, String code, String message) {
    Problem problem = new Problem(code, message);
    String byLine = "line-" + item.line();
    int known = table.get(fingerprint.of(byLine));
    boolean free =
        (known & IdTable.SEEN) == 0
            && ((known & IdTable.DONE) == 0 || IdTable.isOfLine(known, item.fingerprint()));
    String id = free ? byLine : byLine + "-" + Fingerprint.text(item.fingerprint());
    return mark(item.failed(id, problem), table.get(fingerprint.of(id)));
  }

  private @Nullable Item mark(Item item, int known) {
    boolean isDone = (known & IdTable.DONE) != 0;
    table.put(
        fingerprint.of(item.id()),
        isDone ? known | IdTable.SEEN : IdTable.SEEN | IdTable.line(item.fingerprint()));
    return isDone ? null : item;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
