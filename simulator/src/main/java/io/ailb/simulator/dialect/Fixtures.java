package io.ailb.simulator.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers from files: a user who says {@code FIXTURE text-basic} gets the answer of that case in
 * his own dialect. A case is a directory with {@code D.response.json}, {@code D.stream.sse} and
 * {@code D.error.json} for the dialects D it concerns. Of a stream every event counts as content.
 */
public final class Fixtures {
  private static final Pattern CASE = Pattern.compile("\\s*FIXTURE ([a-z0-9-]+)\\s*");

  private final Path directory;

  /** Refuses a directory that is not there. */
  public Fixtures(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException("fixtures must be a directory, was " + directory);
    }
    this.directory = directory;
  }

  /** The answer from a file, or null when the request does not name one that is there. */
  public @Nullable Answer answer(Ask ask, Operation operation) {
    Matcher named = CASE.matcher(ask.prompt().lastUserText());
    if (!named.matches()) {
      return null;
    }
    String prefix = operation.fixtureName();
    Path folder = directory.resolve(named.group(1));
    String error = text(folder.resolve(prefix + ".error.json"));
    if (error != null) {
      return error(Json.tree(error));
    }
    if (ask.stream()) {
      String stream = text(folder.resolve(prefix + ".stream.sse"));
      return stream == null ? null : Answer.ok(ask.framing(), events(stream), 0);
    }
    String whole = text(folder.resolve(prefix + ".response.json"));
    return whole == null ? null : Answer.ok(Json.tree(whole), 0);
  }

  private static @Nullable String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer error(JsonNode error) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (var header : error.path("headers").properties()) {
      headers.put(header.getKey(), header.getValue().asText());
    }
    JsonNode body = error.path("body");
    return Answer.of(
        error.path("status").asInt(),
        headers,
        body.isTextual() ? body.textValue() : body.toString());
  }

  private static List<Event> events(String stream) {
    List<Event> events = new ArrayList<>();
    for (String block : stream.split("\r?\n\r?\n", -1)) {
      String name = null;
      String data = null;
      for (String line : block.lines().toList()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        }
      }
      if (data != null) {
        events.add(new Event(name, data, true, false));
      }
    }
    return events;
  }
}
