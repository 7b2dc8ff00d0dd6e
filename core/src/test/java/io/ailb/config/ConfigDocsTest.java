package io.ailb.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is made of the table of all keys is what the table gives, and every example in the
 * documentation is good. {@code -Dailb.docs=write} writes the former anew.
 */
class ConfigDocsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("ailb.docs"));
  private static final Path PROJECT = project();
  private static final Path SCHEMA =
      PROJECT.resolve("core/src/main/resources/io/ailb/ai-lb.schema.json");
  private static final Path DOCS = PROJECT.resolve("docs/configuration.md");
  private static final String BEGIN =
      "<!-- Made of io.ailb.config.Schema; see CONTRIBUTING.md. -->\n";
  private static final String END = "<!-- End of what is made. -->\n";

  private static final Pattern BLOCK =
      Pattern.compile("^( *)```ya?ml\\n(.*?)^ *```", Pattern.DOTALL | Pattern.MULTILINE);

  /** Tests run in their module or in the project. */
  private static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("CONTRIBUTING.md")) ? here : here.getParent();
  }

  private static void isMade(Path file, String current, String made) throws IOException {
    if (WRITE) {
      Files.writeString(file, made);
    } else {
      assertThat(current)
          .as("%s is not what the table gives; CONTRIBUTING.md says how to write it anew", file)
          .isEqualTo(made);
    }
  }

  @Test
  void theJsonSchemaIsWhatTheTableGives() throws IOException {
    String current = Files.exists(SCHEMA) ? Files.readString(SCHEMA) : "";
    isMade(SCHEMA, current, SchemaDocument.json());
  }

  @Test
  void theReferenceIsWhatTheTableGives() throws IOException {
    String current = Files.readString(DOCS);
    int begin = current.indexOf(BEGIN) + BEGIN.length();
    int end = current.indexOf(END);
    assertThat(end).isGreaterThanOrEqualTo(begin);
    String made =
        current.substring(0, begin)
            + "\n"
            + KeyReference.markdown()
            + "\n"
            + current.substring(end);
    isMade(DOCS, current, made);
  }

  @Test
  void theJsonSchemaIsInTheJar() throws IOException {
    assumeFalse(WRITE, "what was just written is in the jar of the next build");
    try (InputStream schema = Config.class.getResourceAsStream("/io/ailb/ai-lb.schema.json")) {
      assertThat(new String(schema.readAllBytes(), UTF_8)).isEqualTo(Files.readString(SCHEMA));
    }
  }

  @Test
  void theLinksWithinTheTableLeadSomewhere() throws IOException {
    Matcher link = Pattern.compile("\\]\\(#([^)]*)\\)").matcher(Files.readString(DOCS));
    Set<String> anchors =
        Files.readString(DOCS)
            .lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
            .map(line -> line.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
            .collect(java.util.stream.Collectors.toSet());
    List<String> links = link.results().map(result -> result.group(1)).toList();
    assertThat(links).contains("how-baseurl-and-the-path-join");
    assertThat(anchors).containsAll(links);
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsReadAndPleasesTheEditor() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : documents()) {
      Matcher block = BLOCK.matcher(Files.readString(file).replace("\r", ""));
      while (block.find()) {
        String yaml = block.group(2).replaceAll("(?m)^" + block.group(1), "");
        tests.add(
            example(PROJECT.relativize(file) + ", " + yaml.lines().findFirst().orElse(""), yaml));
      }
    }
    for (Path file : files(".yaml")) {
      tests.add(example(PROJECT.relativize(file).toString(), Files.readString(file)));
    }
    assertThat(tests).hasSizeGreaterThan(5);
    return tests.stream();
  }

  private static DynamicTest example(String name, String yaml) {
    String whole = whole(yaml);
    return DynamicTest.dynamicTest(
        name,
        () -> {
          ConfigReader reader = new ConfigReader(ConfigDocsTest::variable, Map.of(), s -> null);
          List<ConfigProblem> problems =
              Reading.problems(() -> reader.read("example", whole)).stream()
                  .filter(ConfigProblem::isError)
                  // an example refers to files that are not here
                  .filter(problem -> !problem.message().startsWith("file "))
                  .toList();
          assertThat(problems).isEmpty();
          assertThat(EditorsView.complaints(whole)).isEmpty();
        });
  }

  private static String variable(String name) {
    return name.startsWith("AILB_") ? null : "sk-" + name;
  }

  /** A part of a configuration is put where it belongs. */
  private static String whole(String yaml) {
    if (!(EditorsView.tree(yaml) instanceof Map<?, ?> part) || part.containsKey("pools")) {
      return yaml;
    }
    Shape.Keys pool = (Shape.Keys) ((Shape.Many) Schema.ROOT.keys().get("pools").shape()).of();
    String any = "pools:\n  - endpoints: [{provider: openai, apiKey: k}]\n";
    if (Schema.ROOT.keys().keySet().containsAll(part.keySet())) {
      return any + yaml;
    }
    if (part.containsKey("endpoints")) {
      return "pools:\n  -\n" + yaml.indent(4);
    }
    return pool.keys().keySet().containsAll(part.keySet())
        ? any + yaml.indent(4)
        : "pools:\n  - endpoints:\n      -\n" + yaml.indent(8);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(PROJECT.resolve("README.md")));
    files(".md").stream()
        .filter(file -> file.startsWith(PROJECT.resolve("docs")))
        .forEach(documents::add);
    return documents;
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !PROJECT.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }
}
