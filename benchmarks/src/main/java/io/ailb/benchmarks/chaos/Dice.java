package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.chaos.Leaving.Way;
import io.ailb.simulator.fault.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes each request of a run of its seed and its number, and of nothing else. */
final class Dice {
  /** So many requests after each other find one endpoint out of order. */
  private static final int SPELL = 400;

  private static final int TIMES = 2; // that an endpoint is asked and has a fault of its own
  private static final double USUAL = 0.2;
  private static final double OUT_OF_ORDER = 0.9;
  private static final double LEAVES = 0.25;
  private static final int LONGEST_STAY = 250;
  private static final int PIECES = 14;

  private static final List<Tongue> TONGUES = List.of(Tongue.values());
  private static final List<Way> WAYS =
      Stream.of(Way.values()).filter(way -> way != Way.NEVER).toList();

  private static final ObjectMapper JSON =
      JsonMapper.builder().enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE).build();

  private final long seed;
  private final List<String> endpoints;
  private final List<String> pools;
  private final double jdk;

  /** {@code jdk}: which share of requests the JDK's own client sends. */
  Dice(long seed, List<String> endpoints, List<String> pools, double jdk) {
    this.seed = seed;
    this.jdk = jdk;
    this.endpoints = endpoints;
    this.pools = pools;
  }

  private SplittableRandom of(long what) {
    long begin = new SplittableRandom(seed).nextLong() ^ what;
    return new SplittableRandom(new SplittableRandom(begin).nextLong());
  }

  Ask ask(int index) {
    SplittableRandom dice = of(index);
    String pool = oneOf(pools, dice);
    Tongue tongue = oneOf(TONGUES, dice);
    boolean streamed = dice.nextInt(5) < 3;
    boolean enqueued = dice.nextBoolean();
    Leaving leaving = leaving(dice, streamed, enqueued);
    Map<String, List<@Nullable Fault>> faults = faults(dice, index / SPELL);
    boolean byJdk = dice.nextDouble() < jdk; // the last draw
    String question = "chaos " + seed + "-" + index + " " + words(faults);
    return new Ask(index, pool, tongue, streamed, byJdk, enqueued, leaving, question, faults);
  }

  private static Leaving leaving(SplittableRandom dice, boolean streamed, boolean enqueued) {
    if (dice.nextDouble() >= LEAVES) {
      return Leaving.NEVER;
    }
    Way way = oneOf(WAYS, dice);
    if (way == Way.INTERRUPT && enqueued) {
      way = Way.CANCEL; // no thread of its own waits
    }
    if (way == Way.CANCEL_READING && !streamed) {
      way = Way.CLOSE;
    }
    // Squared: most answers do not take long.
    double chance = dice.nextDouble();
    int millis = (int) (chance * chance * LONGEST_STAY);
    return new Leaving(way, way.isWhileReading() ? dice.nextInt(PIECES) : 1 + millis);
  }

  private Map<String, List<@Nullable Fault>> faults(SplittableRandom dice, int spell) {
    int sick = of(-1 - spell).nextInt(endpoints.size());
    Map<String, List<@Nullable Fault>> faults = new LinkedHashMap<>();
    for (int i = 0; i < endpoints.size(); i++) {
      double chance = i == sick ? OUT_OF_ORDER : USUAL;
      List<@Nullable Fault> ofOne = new ArrayList<>();
      boolean any = false;
      for (int time = 0; time < TIMES; time++) {
        Fault fault = dice.nextDouble() < chance ? Mischief.draw(dice, endpoints.get(i)) : null;
        any |= fault != null;
        ofOne.add(fault);
      }
      if (any) {
        faults.put(endpoints.get(i), ofOne);
      }
    }
    return faults;
  }

  static <T> T oneOf(List<T> all, SplittableRandom dice) {
    return all.get(dice.nextInt(all.size()));
  }

  /** As the simulator reads them in a question. */
  private static String words(Map<String, List<@Nullable Fault>> faults) {
    ObjectNode all = JSON.createObjectNode();
    faults.forEach(
        (endpoint, times) -> {
          ArrayNode ofOne = all.putArray(endpoint);
          times.forEach(fault -> ofOne.add(JSON.<ObjectNode>valueToTree(fault)));
        });
    return "FAULTS " + all;
  }
}
