package io.ailb.simulator.rule;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Requests that are taken, and what must change for them not to be. */
final class Requests {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A check that is about to be made. */
  interface Check {
    void of(JsonNode body) throws Violation;
  }

  private final JsonNode base;
  private final Check check;

  Requests(String base, Check check) {
    this.base = json(base);
    this.check = check;
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** The request with these members put over its own; null takes one away. */
  private JsonNode with(String members) {
    ObjectNode changed = base.deepCopy();
    json(members)
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isNull()) {
                changed.remove(member.getKey());
              } else {
                changed.set(member.getKey(), member.getValue());
              }
            });
    return changed;
  }

  void taken(String members) throws Violation {
    check.of(with(members));
  }

  void refused(String members, String message) {
    assertThatThrownBy(() -> check.of(with(members)))
        .isInstanceOf(Violation.class)
        .hasMessageContaining(message);
  }

  /** The requests of a dialect among the fixtures. */
  static Stream<Path> fixtures(String dialect) {
    try {
      Path root =
          Path.of(
              Objects.requireNonNull(Requests.class.getResource("/fixtures/text-basic"))
                  .toURI()
                  .resolve("."));
      try (Stream<Path> cases = Files.list(root)) {
        List<Path> files =
            cases
                .map(folder -> folder.resolve(dialect + ".request.json"))
                .filter(Files::exists)
                .filter(file -> !file.toString().contains("embeddings"))
                .sorted()
                .toList();
        return files.stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return json(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
