package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import io.ailb.model.ModelProfile;
import io.ailb.translate.neutral.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One folder of fixtures: the same case in every dialect that can say it. */
record Case(Path folder) {
  private static final Path OURS = Path.of("src/test/resources");

  /** That of {@code -Dailb.fixtures=DIR}, else our own two. */
  static List<Path> folders() {
    String other = System.getProperty("ailb.fixtures");
    return other == null || other.isBlank()
        ? List.of(OURS.resolve("fixtures"), OURS.resolve("fixtures-more"))
        : List.of(Path.of(other));
  }

  static List<Case> all() {
    return folders().stream().flatMap(root -> all(root).stream()).toList();
  }

  static List<Case> all(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("case.json")))
          .sorted()
          .map(Case::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  boolean has(Dialect dialect, String kind) {
    return Files.exists(file(dialect, kind));
  }

  /** Whether the case cannot be said in a dialect: nothing is there. */
  boolean isUnsaid(Dialect dialect) {
    return Stream.of("request.json", "response.json", "stream.sse", "error.json")
        .noneMatch(kind -> has(dialect, kind));
  }

  /** Whether the case is about a conversation; embeddings stay within their dialect. */
  boolean isChat() {
    JsonNode http = json("case.json").path("http");
    for (JsonNode call : http) {
      String path = call.path("path").asText();
      if (path.contains("mbed")) {
        return false;
      }
    }
    return true;
  }

  JsonNode expect() {
    return json("case.json").path("expect");
  }

  ObjectNode body(Dialect dialect, String kind) {
    return (ObjectNode) json(dialect.id() + "." + kind);
  }

  byte[] bytes(Dialect dialect, String kind) {
    return read(file(dialect, kind));
  }

  /** The error answer of a dialect as it arrives. */
  Fixtures.ErrorCase error(Dialect dialect) {
    JsonNode file = json(dialect.id() + ".error.json");
    HttpFields.Builder headers = HttpFields.builder();
    file.path("headers").properties().forEach(h -> headers.add(h.getKey(), h.getValue().asText()));
    JsonNode body = file.path("body");
    String text = body.isTextual() ? body.textValue() : body.toString();
    return new Fixtures.ErrorCase(file.path("status").asInt(), headers.build(), text);
  }

  /** The model that the case asks for in a dialect. */
  private String model(Dialect dialect) {
    String name = "";
    if (dialect != Dialect.GEMINI) {
      if (has(dialect, "request.json")) {
        name = body(dialect, "request.json").path("model").asText();
      }
    } else {
      String path = json("case.json").path("http").path("gemini").path("path").asText();
      name = path.substring(path.lastIndexOf('/') + 1);
      name = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
    }
    return name.isEmpty() ? usualModel(dialect) : name;
  }

  private static String usualModel(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> "gpt-5.6";
      case ANTHROPIC -> "claude-opus-5-5";
      case GEMINI -> "gemini-3.8-flash";
    };
  }

  private @Nullable String apiVersion(Dialect dialect) {
    JsonNode version =
        json("case.json").path("http").path(dialect.id()).path("headers").path("anthropic-version");
    return version.isTextual() ? version.textValue() : null;
  }

  /** The provider of a dialect, with what is known of the model that the case asks for. */
  Recipient recipient(Dialect dialect) {
    Recipient known = recipient(dialect, model(dialect), apiVersion(dialect));
    if (!has(dialect, "request.json")) {
      return known;
    }
    return new Recipient(
        dialect,
        known.provider(),
        known.model(),
        Asked.of(body(dialect, "request.json"), dialect, known.capabilities()),
        known.maxOutput(),
        known.defaultMaxTokens(),
        known.apiVersion(),
        false);
  }

  /** The provider of a dialect, with a model that is often asked for. */
  static Recipient usual(Dialect dialect) {
    return recipient(dialect, usualModel(dialect), null);
  }

  private static Recipient recipient(Dialect dialect, String model, @Nullable String version) {
    ModelProfile profile = Known.profile(dialect, model, version);
    Capabilities can = profile.capabilities(dialect);
    return new Recipient(
        dialect, profile.host(), model, can, profile.maxOutput(), null, version, false);
  }

  private JsonNode json(String file) {
    byte[] bytes = read(folder.resolve(file));
    JsonNode node = Json.parse(bytes, 0, bytes.length);
    if (node == null) {
      throw new IllegalStateException(folder.resolve(file) + " is not JSON");
    }
    return node;
  }

  private Path file(Dialect dialect, String kind) {
    return folder.resolve(dialect.id() + "." + kind);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
