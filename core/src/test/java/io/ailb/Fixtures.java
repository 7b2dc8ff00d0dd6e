package io.ailb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The wire fixtures: the same case in every dialect. */
public final class Fixtures {
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final Path FOLDER = Path.of("src/test/resources/fixtures");

  private Fixtures() {}

  /** An error answer. */
  public record ErrorCase(int status, HttpFields headers, String body) {}

  public static List<String> cases() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean has(String name, Dialect dialect, String kind) {
    return Files.exists(file(name, dialect, kind));
  }

  public static byte[] bytes(String name, Dialect dialect, String kind) {
    return read(file(name, dialect, kind));
  }

  public static JsonNode expect(String name) {
    return json(read(FOLDER.resolve(name).resolve("case.json"))).path("expect");
  }

  public static ErrorCase error(String name, Dialect dialect) {
    JsonNode file = json(bytes(name, dialect, "error.json"));
    HttpFields.Builder headers = HttpFields.builder();
    file.path("headers").properties().forEach(h -> headers.add(h.getKey(), h.getValue().asText()));
    JsonNode body = file.path("body");
    String text = body.isTextual() ? body.textValue() : body.toString();
    return new ErrorCase(file.path("status").asInt(), headers.build(), text);
  }

  public static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name, Dialect dialect, String kind) {
    return FOLDER.resolve(name).resolve(dialect.id() + "." + kind);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
