package io.ailb.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where figures go. It is known to be writable before anything is measured, which takes long.
 *
 * @param path a file, perhaps of an earlier run
 */
public record FigureFile(Path path) {
  /**
   * The file of an option.
   *
   * @throws IllegalArgumentException if nothing can be written there
   */
  public static FigureFile of(String value) {
    Path path = Path.of(value).toAbsolutePath();
    try {
      Files.createDirectories(path.getParent() == null ? path : path.getParent());
    } catch (IOException e) {
      throw new IllegalArgumentException("--out=" + value + ": no folder can be made: " + e, e);
    }
    Path written = Files.exists(path) ? path : path.getParent();
    if (value.isBlank() || Files.isDirectory(path) || !Files.isWritable(written)) {
      throw new IllegalArgumentException("--out=" + value + " is no file that can be written");
    }
    return new FigureFile(path);
  }

  /** Replaces what is there, and says so. */
  public void write(JsonNode figures) throws IOException {
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(path.toFile(), figures);
    System.out.println("written to " + Path.of("").toAbsolutePath().relativize(path));
  }
}
