package io.ailb.benchmarks.loopback;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How all contenders stand to their bare clients. */
final class Standing {
  private final Map<Contender, Course> courses;

  Standing(Map<Contender, Course> courses) {
    this.courses = courses;
  }

  /** The course of the same client with nothing between. */
  private Course bare(Contender contender) {
    return courses.entrySet().stream()
        .filter(entry -> entry.getKey().isBare())
        .filter(entry -> entry.getKey().client().equals(contender.client()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private Course course(Contender contender) {
    return Objects.requireNonNull(courses.get(contender));
  }

  /** Median call of one caller, over the bare client's. */
  double ratio(Contender contender) {
    return course(contender).over(bare(contender), Load.ONE, Taken::p50);
  }

  /** Microseconds that a median call of one caller takes more than the bare client's. */
  double added(Contender contender) {
    return course(contender).added(bare(contender), Load.ONE, Taken::p50);
  }

  /** CPU time of all processes for a call with 64 threads, over the bare client's. */
  double cpuRatio(Contender contender) {
    return course(contender).over(bare(contender), Load.SIXTY_FOUR, Taken::cpu);
  }

  /** Microseconds that the first event of a stream comes later than the bare client's. */
  double firstAdded(Contender contender) {
    return course(contender).added(bare(contender), Load.STREAMS, Taken::p50);
  }

  /** Microseconds that an event is longer on its way than to the bare client. */
  double eventAdded(Contender contender) {
    return course(contender).added(bare(contender), Load.STREAMS, Taken::event);
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(line("one caller: us a call", "p50", "p90", "p99", "added p50", "x bare"));
    for (Contender contender : courses.keySet()) {
      Course course = course(contender);
      table.append(
          line(
              contender.title(),
              figure("%.1f", course.median(Load.ONE, Taken::p50)),
              figure("%.1f", course.median(Load.ONE, Taken::p90)),
              figure("%.1f", course.median(Load.ONE, Taken::p99)),
              contender.isBare() ? "" : figure("%+.1f", added(contender)),
              contender.isBare() ? "" : figure("%.2f", ratio(contender))));
    }
    table.append(
        line(
            "\nthroughput: calls a second",
            "16 threads",
            "x bare",
            "64 threads",
            "x bare",
            "CPU us a call",
            "x bare"));
    for (Contender contender : courses.keySet()) {
      Course course = course(contender);
      Course bare = bare(contender);
      boolean isBare = contender.isBare();
      table.append(
          line(
              contender.title(),
              figure("%.0f", course.median(Load.SIXTEEN, Taken::perSecond)),
              isBare ? "" : figure("%.2f", course.over(bare, Load.SIXTEEN, Taken::perSecond)),
              figure("%.0f", course.median(Load.SIXTY_FOUR, Taken::perSecond)),
              isBare ? "" : figure("%.2f", course.over(bare, Load.SIXTY_FOUR, Taken::perSecond)),
              figure("%.1f", course.median(Load.SIXTY_FOUR, Taken::cpu)),
              isBare ? "" : figure("%.2f", cpuRatio(contender))));
    }
    table.append(
        line(
            "\nstreams: us",
            "first p50",
            "p90",
            "p99",
            "added p50",
            "each event",
            "added",
            "CPU us, whole",
            "x bare"));
    for (Contender contender : courses.keySet()) {
      Course course = course(contender);
      boolean isBare = contender.isBare();
      table.append(
          line(
              contender.title(),
              figure("%.1f", course.median(Load.STREAMS, Taken::p50)),
              figure("%.1f", course.median(Load.STREAMS, Taken::p90)),
              figure("%.1f", course.median(Load.STREAMS, Taken::p99)),
              isBare ? "" : figure("%+.1f", firstAdded(contender)),
              figure("%.2f", course.median(Load.STREAMS, Taken::event)),
              isBare ? "" : figure("%+.2f", eventAdded(contender)),
              figure("%.0f", course.median(Load.STREAMS, Taken::cpu)),
              isBare
                  ? ""
                  : figure("%.2f", course.over(bare(contender), Load.STREAMS, Taken::cpu))));
    }
    return table.toString();
  }

  private static String figure(String format, double figure) {
    return String.format(Locale.ROOT, format, figure);
  }

  private static String line(String title, String... cells) {
    StringBuilder line = new StringBuilder(String.format("%-34s", title));
    for (String cell : cells) {
      line.append(String.format("%14s", cell));
    }
    return line.append('\n').toString();
  }

  ArrayNode json() {
    ArrayNode rows = new ObjectMapper().createArrayNode();
    courses.forEach(
        (contender, course) -> {
          Course bare = bare(contender);
          ObjectNode row = rows.addObject();
          row.put("contender", contender.name()).put("title", contender.title());
          row.putObject("one")
              .put("p50Micros", rounded(course.median(Load.ONE, Taken::p50)))
              .put("p90Micros", rounded(course.median(Load.ONE, Taken::p90)))
              .put("p99Micros", rounded(course.median(Load.ONE, Taken::p99)))
              .put("addedP50Micros", rounded(added(contender)))
              .put("ratio", rounded(ratio(contender)));
          for (Load load : new Load[] {Load.SIXTEEN, Load.SIXTY_FOUR}) {
            row.putObject("threads" + load.threads())
                .put("perSecond", rounded(course.median(load, Taken::perSecond)))
                .put("ratio", rounded(course.over(bare, load, Taken::perSecond)))
                .put("cpuMicros", rounded(course.median(load, Taken::cpu)))
                .put("cpuRatio", rounded(course.over(bare, load, Taken::cpu)));
          }
          row.putObject("streams")
              .put("firstP50Micros", rounded(course.median(Load.STREAMS, Taken::p50)))
              .put("firstP90Micros", rounded(course.median(Load.STREAMS, Taken::p90)))
              .put("firstP99Micros", rounded(course.median(Load.STREAMS, Taken::p99)))
              .put("addedFirstMicros", rounded(firstAdded(contender)))
              .put("eventMicros", rounded(course.median(Load.STREAMS, Taken::event)))
              .put("addedEventMicros", rounded(eventAdded(contender)))
              .put("cpuMicros", rounded(course.median(Load.STREAMS, Taken::cpu)))
              .put("cpuRatio", rounded(course.over(bare, Load.STREAMS, Taken::cpu)));
        });
    return rows;
  }

  private static double rounded(double figure) {
    return Math.round(figure * 1000) / 1000.0;
  }
}
