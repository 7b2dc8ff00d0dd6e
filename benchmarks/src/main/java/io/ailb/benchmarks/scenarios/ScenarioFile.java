package io.ailb.benchmarks.scenarios;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ailb.benchmarks.scenarios.Endpoint.Conduct;
import io.ailb.benchmarks.scenarios.Endpoint.Phase;
import io.ailb.benchmarks.scenarios.Scenario.Budget;
import io.ailb.benchmarks.scenarios.Scenario.Reference;
import io.ailb.benchmarks.scenarios.Scenario.Watch;
import io.ailb.benchmarks.scenarios.Workload.Arrivals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads scenarios. What would be simulated otherwise than it says is an error. */
final class ScenarioFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What a target can be of, as {@link Figures} names it. */
  private static final List<String> FIGURES =
      List.of(
          "goodput_vs_oracle",
          "429_per_1000",
          "failed_pct",
          "p99_s",
          "attempts_per_request",
          "weight_distance",
          "wasted_on_sick",
          "shift_s",
          "reuse_s",
          "spent");

  private static final String STEPS = "[[seconds, value], ...], the seconds from 0 on and rising";

  private ScenarioFile() {}

  /** The files of a directory, in order of their names, or the one file. */
  static List<Path> in(Path place) throws IOException {
    if (!Files.exists(place)) {
      throw new IllegalArgumentException(place + " does not exist: name a file or a directory");
    }
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(place + " holds no scenario: name one that has *.json");
      }
      return found;
    }
  }

  static Scenario read(Path file) throws IOException {
    try {
      return scenario(JSON.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : " at line " + at.getLineNr();
      String why = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new IllegalArgumentException(file + " is no JSON" + line + ": " + why, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  static Scenario scenario(JsonNode json) {
    Place file = Place.root(json);
    String id = file.text("id");
    List<Endpoint> endpoints = endpoints(file);
    Workload workload = workload(file.place("workload"));
    Scenario scenario =
        new Scenario(
            id,
            file.has("title") ? file.text("title") : "",
            file.whole("seed", 0),
            workload,
            endpoints,
            file.has("budget") ? budget(file.place("budget")) : null,
            file.has("watch") ? watch(file.place("watch"), endpoints.size()) : null,
            checks(file),
            references(file.placeOrEmpty("reference")));
    file.close();
    return scenario;
  }

  private static Budget budget(Place place) {
    Budget budget =
        new Budget(
            place.number("amount", Place.POSITIVE), place.number("horizon_s", Place.POSITIVE));
    place.close();
    return budget;
  }

  private static Watch watch(Place place, int endpoints) {
    int endpoint = place.count("endpoint", 0);
    if (endpoint >= endpoints) {
      throw place.wrong("endpoint", "the number of an endpoint, 0 to " + (endpoints - 1));
    }
    double from = place.number("t0", Place.NOT_NEGATIVE);
    Watch watch = new Watch(endpoint, from, later(place, from));
    place.close();
    return watch;
  }

  /** The end of what began at {@code t0}. */
  private static double later(Place place, double from) {
    double to = place.number("t1");
    if (to <= from) {
      throw place.wrong("t1", "seconds after t0, which is " + from);
    }
    return to;
  }

  /** What they say is compared in {@link Checks}. */
  private static JsonNode checks(Place file) {
    Place checks = file.placeOrEmpty("checks");
    JsonNode stated = file.has("checks") ? file.need("checks") : JSON.createObjectNode();
    for (String name : checks.names()) {
      if (name.startsWith("first_")) {
        for (JsonNode first : checks.list(name, "a list of numbers, in [ ]")) {
          if (!Place.isNumber(first)) {
            throw checks.wrong(name, "a list of numbers, in [ ]");
          }
        }
      } else {
        var unused = checks.number(name);
      }
      if (!Checks.isKnown(name)) {
        throw checks.wrong(name, "it as u01_5_7_65, or one of " + String.join(", ", Checks.NAMES));
      }
    }
    return stated;
  }

  private static Workload workload(Place place) {
    boolean open = place.oneOf("mode", List.of("batch", "open")).equals("open");
    Place tokens = place.place("tokens");
    Workload workload =
        new Workload(
            open ? arrivals(place) : null,
            open ? 0 : place.count("requests", 1),
            open ? List.of() : workers(place),
            place.number("deadline_s", Place.POSITIVE, Double.POSITIVE_INFINITY),
            size(tokens.place("input")),
            size(tokens.place("output")),
            tokens.count("max_tokens", 1));
    tokens.close();
    place.close();
    return workload;
  }

  private static Arrivals arrivals(Place place) {
    double duration = place.number("duration_s", Place.POSITIVE);
    Steps rate = steps(place, "rate", Place.NOT_NEGATIVE);
    if (rate.integral(0, duration) <= 0) {
      throw place.wrong("rate", "when callers come: nobody does within duration_s");
    }
    return new Arrivals(duration, rate);
  }

  private static List<Integer> workers(Place place) {
    String instead = "a list of whole numbers from 1 on, such as [10, 50]";
    List<Integer> workers = new ArrayList<>();
    for (JsonNode number : place.list("workers", instead)) {
      if (!Place.isCount(number, 1)) {
        throw place.wrong("workers", instead);
      }
      workers.add(number.asInt());
    }
    return List.copyOf(workers);
  }

  private static Size size(Place place) {
    int min = place.count("min", 0, 1);
    Size size =
        new Size(
            place.number("median", Place.POSITIVE),
            place.number("sigma", Place.NOT_NEGATIVE, 0),
            min,
            place.count("max", 1, Integer.MAX_VALUE));
    if (size.max() < min) {
      throw place.wrong("max", "at least min, which is " + min);
    }
    place.close();
    return size;
  }

  private static List<Endpoint> endpoints(Place file) {
    List<Endpoint> endpoints = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Place place : file.places("endpoints")) {
      endpoints.add(endpoint(place));
      if (!names.add(place.text("name"))) {
        throw place.wrong("name", "a name that no other endpoint has");
      }
    }
    return List.copyOf(endpoints);
  }

  private static Endpoint endpoint(Place place) {
    Map<String, Double> configured = new LinkedHashMap<>();
    Place limits = place.placeOrEmpty("configured");
    for (String limit : List.of("rpm", "tpm", "rpd")) {
      if (limits.has(limit)) {
        configured.put(limit, (double) limits.count(limit, 1));
      }
    }
    limits.close();
    Place price = place.placeOrEmpty("price");
    Endpoint endpoint =
        new Endpoint(
            place.text("name"),
            place.text("provider"),
            place.number("weight", Place.NOT_NEGATIVE, 1),
            configured,
            conduct(place.place("server")),
            price.number("in", Place.NOT_NEGATIVE, 0),
            price.number("out", Place.NOT_NEGATIVE, 0),
            place.number("value", Place.NOT_NEGATIVE, 1));
    price.close();
    place.close();
    return endpoint;
  }

  private static Conduct conduct(Place place) {
    double none = Double.POSITIVE_INFINITY;
    List<String> charges = List.of("max", "actual");
    Place latency = place.place("latency");
    List<Phase> phases = new ArrayList<>();
    if (place.has("phases") && !place.need("phases").isEmpty()) {
      place.places("phases").forEach(phase -> phases.add(phase(phase)));
    }
    Conduct conduct =
        new Conduct(
            place.oneOf("enforcement", List.of("bucket", "window")).equals("window"),
            place.number("window_phase_s", Place.NOT_NEGATIVE, 0),
            place.number("burst_s", Place.POSITIVE, 60),
            place.number("rpm", Place.POSITIVE, none),
            place.number("tpm", Place.POSITIVE, none),
            place.number("rpd", Place.POSITIVE, none),
            !place.has("tpm_charge") || place.oneOf("tpm_charge", charges).equals("max"),
            place.flag("rejected_counts"),
            place.flag("headers"),
            place.flag("retry_after"),
            place.number("error_rate", Place.SHARE, 0),
            latency.number("ttft_median_s", Place.NOT_NEGATIVE),
            latency.number("ttft_sigma", Place.NOT_NEGATIVE, 0),
            latency.number("per_token_s", Place.NOT_NEGATIVE, 0),
            latency.number("reject_s", Place.NOT_NEGATIVE, 0),
            (latency.has("knee") ? latency : place).number("knee", Place.POSITIVE, none),
            place.has("other_tenants") ? steps(place, "other_tenants", Place.SHARE) : Steps.ZERO,
            List.copyOf(phases));
    latency.close();
    place.close();
    return conduct;
  }

  private static Phase phase(Place place) {
    Phase.Kind kind = Phase.kind(place.text("kind"));
    if (kind == null) {
      throw place.wrong("kind", "one of outage, flap, brownout, recovering");
    }
    double from = place.number("t0", Place.NOT_NEGATIVE);
    // It may fall from there, or stay: one name or the other, as two would contradict each other.
    String errors = place.has("error_rate") ? "error_rate" : "error_from";
    String slower = place.has("latency_x") ? "latency_x" : "latency_from";
    double period = place.number("period_s", Place.POSITIVE, 0);
    Phase phase =
        new Phase(
            kind,
            from,
            later(place, from),
            place.number("error_after_s", Place.NOT_NEGATIVE, 0.05),
            place.number(errors, Place.SHARE, 0),
            place.number(slower, Place.POSITIVE, 1),
            kind == Phase.Kind.FLAP ? place.number("period_s", Place.POSITIVE) : period,
            place.number("down_share", Place.SHARE, 0.5));
    place.close();
    return phase;
  }

  private static Steps steps(Place place, String name, Place.Range range) {
    String instead = STEPS + ", each value " + range.words();
    List<Steps.Step> steps = new ArrayList<>();
    double last = 0;
    for (JsonNode step : place.list(name, instead)) {
      if (step.size() != 2 || !Place.isNumber(step.path(0)) || !Place.isNumber(step.path(1))) {
        throw place.wrong(name, instead);
      }
      double from = step.get(0).asDouble();
      double value = step.get(1).asDouble();
      boolean rises = steps.isEmpty() ? from == 0 : from > last;
      if (!rises || !range.holds().test(value)) {
        throw place.wrong(name, instead);
      }
      steps.add(new Steps.Step(from, value));
      last = from;
    }
    return new Steps(List.copyOf(steps));
  }

  private static Map<String, Reference> references(Place place) {
    Map<String, Reference> references = new LinkedHashMap<>();
    for (String run : place.names()) {
      if (!run.matches("open|[1-9][0-9]*")) {
        throw place.wrong(run, "it under \"open\", or under a number of workers");
      }
      references.put(run, reference(place.place(run)));
    }
    return references;
  }

  private static Reference reference(Place place) {
    Place oracle = place.place("oracle");
    Reference reference =
        new Reference(
            oracle.number("ok", Place.POSITIVE),
            oracle.number("makespan_s", Place.POSITIVE),
            oracle.number("p99_s", Place.NOT_NEGATIVE, 0),
            oracle.has("value") ? oracle.number("value", Place.POSITIVE) : null,
            numbers(place.placeOrEmpty("seed_algorithm")),
            targets(place.placeOrEmpty("target")));
    oracle.close();
    place.close();
    return reference;
  }

  /** By names that exist: what has no figure could not be reached. */
  private static Map<String, Double> targets(Place place) {
    for (String name : place.names()) {
      if (!name.matches("(min|max)_.+") || !FIGURES.contains(name.substring(4))) {
        throw place.wrong(name, "it as min_ or max_ of one of " + String.join(", ", FIGURES));
      }
    }
    return numbers(place);
  }

  private static Map<String, Double> numbers(Place place) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    place.names().forEach(name -> numbers.put(name, place.number(name)));
    return numbers;
  }
}
