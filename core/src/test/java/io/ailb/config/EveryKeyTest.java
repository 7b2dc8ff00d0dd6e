package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every key of the table, whatever it is for. */
class EveryKeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A key, with a way to write a configuration in which only it is set. */
  private record Spot(String path, Shape.Key key) {
    String with(Object value) {
      Map<String, Object> endpoint = new LinkedHashMap<>();
      endpoint.put("provider", "openai");
      endpoint.put("apiKey", "sk-one");
      Map<String, Object> pool = new LinkedHashMap<>();
      pool.put("endpoints", new ArrayList<>(List.of(endpoint)));
      Map<String, Object> root = new LinkedHashMap<>();
      root.put("pools", new ArrayList<>(List.of(pool)));
      String rest = path;
      Map<String, Object> at = root;
      if (path.startsWith("pools[0].endpoints[0].")) {
        at = endpoint;
        rest = path.substring("pools[0].endpoints[0].".length());
      } else if (path.startsWith("pools[0].")) {
        at = pool;
        rest = path.substring("pools[0].".length());
      }
      for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
        Map<String, Object> below = new LinkedHashMap<>();
        at.put(rest.substring(0, dot), below);
        at = below;
        rest = rest.substring(dot + 1);
      }
      at.put(rest, value);
      try {
        return JSON.writeValueAsString(root);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static List<Spot> spots() {
    List<Spot> spots = new ArrayList<>();
    collect("", Schema.ROOT, spots);
    return spots;
  }

  private static void collect(String path, Shape.Keys keys, List<Spot> spots) {
    for (Shape.Key key : keys.keys().values()) {
      String keyPath = Paths.member(path, key.name());
      spots.add(new Spot(keyPath, key));
      if (key.shape() instanceof Shape.Keys below) {
        collect(keyPath, below, spots);
      } else if (key.shape() instanceof Shape.Many many && many.of() instanceof Shape.Keys below) {
        collect(keyPath + "[0]", below, spots);
      }
    }
  }

  private static List<Object> oddities() {
    List<Object> odd = new ArrayList<>();
    odd.add(null);
    odd.addAll(
        List.of(
            "",
            "x",
            "${NONE}",
            "${X}",
            "${",
            "os.environ/X",
            "*",
            "-1",
            -1,
            0,
            1,
            1.5,
            "1k",
            "0%",
            "50%",
            "1ms"));
    odd.addAll(
        List.of(
            "0s", "1d", 999_999_999_999L, "99999999999999999999", true, "true", "https://h/v1"));
    odd.addAll(
        List.of(
            List.of(),
            List.of("x"),
            List.of(List.of()),
            Map.of(),
            Map.of("x", "y"),
            Map.of("x", Map.of())));
    return odd;
  }

  @TestFactory
  Stream<DynamicTest> whateverStandsThereItIsReadOrExplainedAndWhatIsReadPleasesTheEditor() {
    return spots().stream()
        .map(
            spot ->
                DynamicTest.dynamicTest(
                    spot.path,
                    () -> {
                      for (Object odd : oddities()) {
                        check(spot, odd);
                      }
                    }));
  }

  private static void check(Spot spot, Object odd) {
    String text = spot.with(odd);
    List<ConfigProblem> problems;
    try {
      problems = Reading.problems(() -> Reading.of().env("X", "7").read(text));
    } catch (RuntimeException e) {
      fail(text, e);
      return;
    }
    if (problems.stream().noneMatch(ConfigProblem::isError)) {
      // Texts that look like numbers are the one thing that an editor may see more strictly.
      if (!(odd instanceof String word && word.matches("true|-?[0-9]+"))) {
        assertThat(EditorsView.complaints(text)).as(text).isEmpty();
      }
    } else {
      assertThat(problems).as(text).allMatch(problem -> problem.line() == 1);
      assertThat(problems).as(text).allMatch(problem -> problem.message().matches(".*[.?]"));
    }
  }

  @TestFactory
  Stream<DynamicTest> aKeyThatIsNotThereYetWarnsOnceWhenItIsSetAndNotByDefault() {
    return spots().stream()
        .filter(spot -> spot.key.later() != null)
        .map(
            spot ->
                DynamicTest.dynamicTest(
                    spot.path,
                    () -> {
                      List<String> asked = spot.key.later().values();
                      List<Object> away =
                          asked.isEmpty() ? List.of(another(spot.key)) : List.copyOf(asked);
                      for (Object value : away) {
                        assertThat(Reading.problems(() -> Reading.of().read(spot.with(value))))
                            .as("%s", value)
                            .singleElement()
                            .matches(problem -> !problem.isError())
                            .matches(problem -> problem.path().equals(spot.path))
                            .matches(problem -> problem.message().startsWith("not active yet: "));
                      }
                      Object byDefault =
                          "null".equals(spot.key.byDefault())
                              ? null
                              : "{}".equals(spot.key.byDefault()) ? Map.of() : spot.key.byDefault();
                      assertThat(Reading.of().said(spot.with(byDefault))).isEmpty();
                    }));
  }

  /** A value that the type takes, and that is not the default. */
  private static Object another(Shape.Key key) {
    if (key.shape() instanceof Shape.Named) {
      return Map.of("imageUrl", "true");
    }
    ScalarType type = ((Shape.One) key.shape()).type();
    List<String> candidates = new ArrayList<>(List.of(type.name().split(" \\| ", -1)));
    candidates.addAll(List.of("true", "false", "3", "7", "30%", "7s", "some-text", "EUR"));
    for (String candidate : candidates) {
      try {
        type.parse(new Value.Scalar(Place.of("test"), candidate, true));
      } catch (ScalarType.Unfit e) {
        continue;
      }
      if (!candidate.equals(key.byDefault())) {
        return candidate;
      }
    }
    throw new IllegalStateException("no other value for " + key.name());
  }

  @Test
  void aValueThatSaysWhatHappensAnywayIsNoWarning() {
    assertThat(Reading.of().said(Reading.pool("breaker: {slowdown: null}"))).isEmpty();
  }

  @Test
  void anUnknownKeyIsAnErrorInEverySectionForReaderAndEditor() {
    for (Spot spot : spots()) {
      if (spot.key.shape() instanceof Shape.Keys) {
        String text = spot.with(Map.of("xyzzy", 1));
        assertThat(Reading.of().said(text))
            .as(text)
            .singleElement()
            .asString()
            .contains(spot.path + ".xyzzy: unknown key.");
        assertThat(EditorsView.complaints(text)).as(text).isNotEmpty();
      }
    }
  }

  @Test
  void theEditorRefusesWhatTheReaderRefuses() {
    for (String line :
        List.of(
            "queue: {maxSize: -1}",
            "queue: {maxWait: 5}",
            "routing: {strategy: random}",
            "retries: {tellClient: perhaps}",
            "breaker: {failureRatio: 2}",
            "name: a.b")) {
      String text = Reading.pool(line);
      assertThat(Reading.of().said(text)).as(line).hasSize(1);
      assertThat(EditorsView.complaints(text)).as(line).isNotEmpty();
    }
  }

  @Test
  void everyKeyHasAMeaning() {
    assertThat(spots()).allMatch(spot -> spot.key.about().matches("(?s)[A-Z`].*\\."));
  }
}
