package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/dialects.md are what the translation does, and the classes it names exist.
 * {@code -Dailb.docs=write} writes the tables anew.
 */
class DialectDocsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("ailb.docs"));
  private static final String BEGIN =
      "<!-- Made of io.ailb.translate.DialectTables; see CONTRIBUTING.md. -->\n";
  private static final String END = "<!-- End of what is made. -->\n";
  private static final Path PROJECT = project();
  private static final Path DOCS = PROJECT.resolve("docs/dialects.md");
  private static final Pattern CLASS = Pattern.compile("`(io\\.ailb\\.[a-z.]+\\.[A-Z]\\w+)`");

  /** Tests run in their module or in the project. */
  private static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("CONTRIBUTING.md")) ? here : here.getParent();
  }

  @Test
  void theTablesAreWhatTheTranslationDoes() throws IOException {
    String current = Files.readString(DOCS);
    int begin = current.indexOf(BEGIN) + BEGIN.length();
    int end = current.indexOf(END);
    assertThat(end).isGreaterThanOrEqualTo(begin);
    String made =
        current.substring(0, begin)
            + "\n"
            + DialectTables.markdown()
            + "\n"
            + current.substring(end);
    if (WRITE) {
      Files.writeString(DOCS, made);
    } else {
      assertThat(current)
          .as("docs/dialects.md is not what happens; CONTRIBUTING.md says how to write it anew")
          .isEqualTo(made);
    }
  }

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    for (String page : List.of("docs/dialects.md", "docs/configuration.md", "ARCHITECTURE.md")) {
      List<String> names =
          CLASS
              .matcher(Files.readString(PROJECT.resolve(page)))
              .results()
              .map((MatchResult name) -> name.group(1))
              .toList();
      for (String name : names) {
        Path source = Path.of("core/src/main/java", name.replace('.', '/') + ".java");
        assertThat(PROJECT.resolve(source)).as("%s names %s", page, name).exists();
      }
    }
  }

  @Test
  void everyAbilityIsExplained() throws IOException {
    String page = Files.readString(PROJECT.resolve("docs/configuration.md"));
    assertThat(Arrays.stream(Feature.values()).map(feature -> "`" + feature.id() + "`"))
        .allMatch(page::contains);
  }
}
