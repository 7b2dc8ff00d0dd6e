package io.ailb.agent.batch.screen;

import io.ailb.client.BatchProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a batch.
 *
 * @param before items that earlier runs had done
 * @param total items in all, those of earlier runs included; null = not known
 * @param reasons why items failed, the most frequent first
 * @param stopped why it did not come to its end; null = it did
 * @param output null = standard output
 * @param failedFile where failed items are; null = there are none
 * @param goOn the command that does what is left; null = nothing is
 * @param again the command that asks for what failed once more; null = nothing has
 */
public record Summary(
    BatchProgress progress,
    long before,
    @Nullable Long total,
    List<Reason> reasons,
    List<OfEndpoint> endpoints,
    @Nullable String stopped,
    @Nullable Path output,
    @Nullable Path failedFile,
    @Nullable String goOn,
    @Nullable String again) {
  private static final int MOST_REASONS = 5;

  /** Why items failed. */
  public record Reason(long failed, String example) {}

  /**
   * An endpoint's part.
   *
   * @param cost by currency; empty = no price is known
   * @param rateLimited tries that its provider answered with 429
   */
  public record OfEndpoint(
      String name,
      long answers,
      long inputTokens,
      long outputTokens,
      Map<String, Double> cost,
      long rateLimited) {}

  /** For people. */
  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    lines.addAll(heading());
    lines.add("");
    lines.add("  succeeded  %,11d%s".formatted(progress.succeeded(), share(progress.succeeded())));
    String failed = "  failed     %,11d%s".formatted(progress.failed(), share(progress.failed()));
    lines.add(progress.failed() == 0 ? failed : style.red(failed));
    reasons.stream()
        .limit(MOST_REASONS)
        .forEach(
            reason -> lines.add("    %,6d x  %s".formatted(reason.failed(), reason.example())));
    if (reasons.size() > MOST_REASONS) {
      long others = reasons.stream().skip(MOST_REASONS).mapToLong(Reason::failed).sum();
      lines.add("    %,6d x  for other reasons".formatted(others));
    }
    long refused = endpoints.stream().mapToLong(OfEndpoint::rateLimited).sum();
    lines.add("  429s       %,11d".formatted(refused) + ofThousand(refused));
    if (!endpoints.isEmpty()) {
      lines.add("");
      lines.addAll(table());
    }
    lines.add("");
    lines.addAll(whatNext());
    return lines;
  }

  private List<String> heading() {
    double seconds = Math.max(0.001, progress.elapsed().toNanos() / 1e9);
    String pace =
        "in %s, %s"
            .formatted(
                Figures.duration(progress.elapsed()), Figures.pace(progress.done() / seconds));
    String earlier =
        before == 0 ? "." : "; %s of them by earlier runs.".formatted(Figures.count(before));
    long done = before + progress.done();
    if (stopped == null) {
      return List.of("Done: %s %s%s".formatted(Figures.count(done, "item"), pace, earlier));
    }
    String items =
        total == null
            ? Figures.count(done, "item")
            : "%s of %s".formatted(Figures.count(done), Figures.count(total, "item"));
    return List.of(
        "Stopped after %s %s%s".formatted(items, pace, earlier), "Why: " + stopped + ".");
  }

  private String share(long part) {
    return progress.done() == 0 ? "" : "   " + Figures.percent(part, progress.done());
  }

  private String ofThousand(long refused) {
    return refused == 0 || progress.done() == 0
        ? ""
        : "   %.1f for each 1,000 items".formatted(1000.0 * refused / progress.done());
  }

  private List<String> table() {
    int width = Math.max(12, endpoints.stream().mapToInt(e -> e.name().length()).max().orElse(0));
    String row = "  %-" + width + "s  %9s  %7s  %13s  %13s  %14s  %6s";
    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("endpoint", "answers", "share", "tokens in", "out", "cost", "429s"));
    for (OfEndpoint endpoint : endpoints) {
      lines.add(
          row.formatted(
              endpoint.name(),
              Figures.count(endpoint.answers()),
              Figures.percent(endpoint.answers(), progress.succeeded()),
              Figures.count(endpoint.inputTokens()),
              Figures.count(endpoint.outputTokens()),
              cost(endpoint.cost(), endpoint.answers() > 0),
              Figures.count(endpoint.rateLimited())));
    }
    if (endpoints.size() > 1) {
      long refused = endpoints.stream().mapToLong(OfEndpoint::rateLimited).sum();
      lines.add(
          row.formatted(
              "all together",
              Figures.count(progress.succeeded()),
              "",
              Figures.count(progress.inputTokens()),
              Figures.count(progress.outputTokens()),
              cost(progress.cost(), progress.succeeded() > 0),
              Figures.count(refused)));
    }
    boolean some = endpoints.stream().anyMatch(e -> e.cost().isEmpty() && e.answers() > 0);
    if (some && !progress.cost().isEmpty()) {
      lines.add("  Answers whose price is not known are not in the sum.");
    }
    return lines;
  }

  private static String cost(Map<String, Double> amounts, boolean any) {
    return !amounts.isEmpty() ? Figures.money(amounts) : any ? "not known" : "-";
  }

  private List<String> whatNext() {
    List<String> lines = new ArrayList<>();
    if (output != null) {
      lines.add("Results are in " + output + ".");
    }
    if (failedFile != null) {
      lines.add("Items that failed are in " + failedFile + ", each with its reason.");
    }
    if (again != null) {
      lines.add("To ask for them again:");
      lines.add("  " + again);
    }
    if (goOn != null) {
      lines.add("To go on with what is left:");
      lines.add("  " + goOn);
    }
    return lines;
  }
}
