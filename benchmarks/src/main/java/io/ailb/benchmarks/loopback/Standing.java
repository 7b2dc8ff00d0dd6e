package io.ailb.benchmarks.loopback;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

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
    return over(contender, Load.ONE, Taken::p50);
  }

  /** Microseconds that a median call of one caller takes more than the bare client's. */
  double added(Contender contender) {
    return course(contender).added(bare(contender), Load.ONE, Taken::p50);
  }

  /** CPU time of all processes for a call with 64 threads, over the bare client's. */
  double cpuRatio(Contender contender) {
    return over(contender, Load.SIXTY_FOUR, Taken::cpu);
  }

  /** Microseconds that the first event of a stream comes later than the bare client's. */
  double firstAdded(Contender contender) {
    return course(contender).added(bare(contender), Load.STREAMS, Taken::p50);
  }

  /** Microseconds that an event is longer on its way than to the bare client. */
  double eventAdded(Contender contender) {
    return course(contender).added(bare(contender), Load.STREAMS, Taken::event);
  }

  Set<Contender> contenders() {
    return courses.keySet();
  }

  /** The median of its rounds. */
  double of(Contender contender, Load load, ToDoubleFunction<Taken> figure) {
    return course(contender).median(load, figure);
  }

  /** The median of its rounds' ratios to the bare client. */
  double over(Contender contender, Load load, ToDoubleFunction<Taken> figure) {
    return course(contender).over(bare(contender), load, figure);
  }

  ArrayNode json() {
    ArrayNode rows = new ObjectMapper().createArrayNode();
    for (Contender contender : contenders()) {
      ObjectNode row = rows.addObject();
      row.put("contender", contender.name()).put("title", contender.title());
      ObjectNode one = latencies(row.putObject("one"), contender, Load.ONE);
      one.put("addedP50Micros", rounded(added(contender)));
      one.put("ratio", rounded(ratio(contender)));
      for (Load load : List.of(Load.SIXTEEN, Load.SIXTY_FOUR, Load.SIXTEEN_STREAMS)) {
        row.putObject(load == Load.SIXTEEN_STREAMS ? "streams16" : "threads" + load.threads())
            .put("perSecond", rounded(of(contender, load, Taken::perSecond)))
            .put("ratio", rounded(over(contender, load, Taken::perSecond)))
            .put("cpuMicros", rounded(of(contender, load, Taken::cpu)))
            .put("cpuRatio", rounded(over(contender, load, Taken::cpu)));
      }
      ObjectNode streams = latencies(row.putObject("firstEvents"), contender, Load.STREAMS);
      streams.put("addedP50Micros", rounded(firstAdded(contender)));
      streams.put("eventMicros", rounded(of(contender, Load.STREAMS, Taken::event)));
      streams.put("addedEventMicros", rounded(eventAdded(contender)));
    }
    return rows;
  }

  private ObjectNode latencies(ObjectNode row, Contender contender, Load load) {
    return row.put("p50Micros", rounded(of(contender, load, Taken::p50)))
        .put("p90Micros", rounded(of(contender, load, Taken::p90)))
        .put("p99Micros", rounded(of(contender, load, Taken::p99)));
  }

  private static double rounded(double figure) {
    return Math.round(figure * 1000) / 1000.0;
  }
}
