package io.ailb.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/commands.md} shows is what the commands say. {@code -Dailb.docs=write} writes it
 * anew.
 */
class CommandDocsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("ailb.docs"));
  private static final Path PAGE = project().resolve("docs/commands.md");
  private static final String PROMPT = "$ java -jar ai-lb.jar ";
  private static final Pattern SHOWN =
      Pattern.compile(
          "^```\\n" + Pattern.quote(PROMPT) + "(.*)\\n(?s:.*?)^```$", Pattern.MULTILINE);

  /** As of somebody with two keys; they are in no output. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "OPENAI_API_KEY_1", "sk-canary-1",
          "OPENAI_API_KEY_2", "sk-canary-2",
          "ANTHROPIC_API_KEY", "sk-ant-canary");

  static {
    System.clearProperty("ailb.docs"); // which is no key of a configuration
  }

  @TempDir private Path directory;

  /** Tests run in their module or in the project. */
  private static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("CONTRIBUTING.md")) ? here : here.getParent();
  }

  @Test
  void whatThePageShowsIsWhatTheCommandsSay() throws IOException {
    String page = Files.readString(PAGE).replace("\r", "");
    Files.writeString(directory.resolve("pool.yaml"), block(page, "yaml"));
    Files.writeString(directory.resolve("config.yaml"), block(page, "litellm"));

    List<String> commands = SHOWN.matcher(page).results().map(shown -> shown.group(1)).toList();
    String made =
        SHOWN.matcher(page).replaceAll(shown -> Matcher.quoteReplacement(shown(shown.group(1))));

    assertThat(commands).hasSize(7);
    assertThat(made).doesNotContain("canary");
    if (WRITE) {
      Files.writeString(PAGE, made);
    } else {
      assertThat(page).as("CONTRIBUTING.md says how to write it anew").isEqualTo(made);
    }
  }

  private static String block(String page, String language) {
    Matcher block =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private String shown(String command) {
    String[] arguments =
        Arrays.stream(command.split(" ", -1)).map(this::inDirectory).toArray(String[]::new);
    if (command.equals("init")) {
      arguments = new String[] {"init", directory.resolve("ai-lb.yaml").toString()};
    }
    Typed typed =
        command.startsWith("validate") ? validated(arguments) : Typed.in(ENVIRONMENT, arguments);
    assertThat(typed.exit()).as(typed.all()).isZero();
    String said = (typed.err() + typed.out()).replace(directory + "/", "").stripTrailing();
    return "```\n" + PROMPT + command + "\n" + said + "\n```";
  }

  private String inDirectory(String argument) {
    return argument.endsWith(".yaml") ? directory.resolve(argument).toString() : argument;
  }

  /** It looks keys up in the environment of this JVM, which has none: so they are in the file. */
  private Typed validated(String... arguments) {
    Path file = Path.of(arguments[1]);
    try {
      String text = Files.readString(file);
      Files.writeString(file, text.replaceAll("\\$\\{([A-Z_0-9]+)}", "\\${$1:-a-key-of-$1}"));
      Typed typed = Typed.in(ENVIRONMENT, arguments);
      Files.writeString(file, text);
      return typed;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
