package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.type.TypeReference;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README.md shows is what there is. */
class ReadmeTest {
  private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private final String readme = Files.readString(Path.of("README.md"));

  ReadmeTest() throws IOException {}

  @Test
  void itsFileAndItsScriptCanBeRead() throws IOException {
    List<String> blocks = JSON_BLOCK.matcher(readme).results().map(r -> r.group(1)).toList();

    SimulatorFile file = Wording.JSON.readValue(blocks.get(0), SimulatorFile.class);
    List<FaultRule> script =
        Wording.JSON.readValue(blocks.get(1), new TypeReference<List<FaultRule>>() {});

    assertThat(file.endpoints()).hasSize(2);
    assertThat(script).hasSize(3);
  }

  @Test
  void itNamesEveryFaultAndEveryProblem() {
    for (JsonSubTypes.Type fault : Fault.class.getAnnotation(JsonSubTypes.class).value()) {
      assertThat(readme).contains("| `" + fault.name() + "` |");
    }
    for (Problem problem : Problem.values()) {
      assertThat(readme).contains(problem.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }
}
