package io.ailb.agent.install;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the configuration without reading it. By {@code java.io} alone: the application chooses its
 * default file system, and may do so only in its {@code main}.
 */
final class ConfigFile {
  private static final String NAME = "ai-lb.yaml";

  private ConfigFile() {}

  /**
   * The file that was named, there or not, else {@code ai-lb.yaml} in the working directory or
   * beside the agent's jar; null if there is none.
   */
  static @Nullable File find(Options options, File jar) {
    String named = options.config();
    if (named != null) {
      return new File(named).getAbsoluteFile();
    }
    File here = new File(NAME).getAbsoluteFile();
    if (here.isFile()) {
      return here;
    }
    File beside = new File(jar.getAbsoluteFile().getParentFile(), NAME);
    return beside.isFile() ? beside : null;
  }

  /**
   * Whether {@code agent.failOnError} is set in a file that may have errors elsewhere, so that it
   * cannot be asked of a configuration.
   */
  static boolean asksToFail(File config) {
    try (FileInputStream in = new FileInputStream(config)) {
      String text = new String(in.readNBytes(1024 * 1024), StandardCharsets.UTF_8);
      return text.contains("failOnError")
          && Pattern.compile("^[^#]*\\bfailOnError[\"']?\\s*:\\s*true\\b", Pattern.MULTILINE)
              .matcher(text)
              .find();
    } catch (IOException e) {
      return false; // whoever reads it next says why
    }
  }
}
