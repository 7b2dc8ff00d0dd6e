package io.ailb.agent.batch.screen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ailb.client.BatchProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for programs: {@code progress}, {@code note} and, as the last one, {@code end}. */
final class JsonScreen implements Screen {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final PrintWriter out;
  private final Pace pace = new Pace();

  /** Members of an event. */
  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  JsonScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void progress(BatchProgress progress, long before, @Nullable Long total) {
    pace.saw(progress);
    event(
        "progress",
        json -> {
          figures(json, progress, before, total);
          json.writeNumberField("inFlight", progress.inFlight());
          json.writeNumberField("waiting", progress.waiting());
          text(json, "waitingFor", progress.waitingFor());
          number(json, "perSecond", pace.perSecond());
          number(json, "tokensPerSecond", pace.tokensPerSecond());
          Duration left = total == null ? null : pace.left(total - before - progress.done());
          if (left == null) {
            json.writeNullField("secondsLeft");
          } else {
            number(json, "secondsLeft", left.toMillis() / 1e3);
          }
          json.writeObjectFieldStart("endpoints");
          for (Map.Entry<String, Long> answers : progress.byEndpoint().entrySet()) {
            json.writeNumberField(answers.getKey(), answers.getValue());
          }
          json.writeEndObject();
        });
  }

  @Override
  public void note(String line) {
    event("note", json -> json.writeStringField("text", line));
  }

  @Override
  public void end(Summary summary) {
    event(
        "end",
        json -> {
          figures(json, summary.progress(), summary.before(), summary.total());
          text(json, "stopped", summary.stopped());
          json.writeArrayFieldStart("reasons");
          for (Summary.Reason reason : summary.reasons()) {
            json.writeStartObject();
            json.writeNumberField("failed", reason.failed());
            json.writeStringField("example", reason.example());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("endpoints");
          for (Summary.OfEndpoint endpoint : summary.endpoints()) {
            json.writeStartObject();
            json.writeStringField("name", endpoint.name());
            json.writeNumberField("answers", endpoint.answers());
            json.writeNumberField("inputTokens", endpoint.inputTokens());
            json.writeNumberField("outputTokens", endpoint.outputTokens());
            amounts(json, endpoint.cost());
            json.writeNumberField("rateLimited", endpoint.rateLimited());
            json.writeEndObject();
          }
          json.writeEndArray();
          text(json, "output", path(summary.output()));
          text(json, "failedFile", path(summary.failedFile()));
          text(json, "goOn", summary.goOn());
          text(json, "again", summary.again());
        });
  }

  private static void figures(
      JsonGenerator json, BatchProgress progress, long before, @Nullable Long total)
      throws IOException {
    number(json, "elapsedSeconds", progress.elapsed().toMillis() / 1e3);
    json.writeNumberField("done", before + progress.done());
    if (total == null) {
      json.writeNullField("total");
    } else {
      json.writeNumberField("total", total);
    }
    json.writeNumberField("before", before);
    json.writeNumberField("succeeded", progress.succeeded());
    json.writeNumberField("failed", progress.failed());
    json.writeNumberField("inputTokens", progress.inputTokens());
    json.writeNumberField("outputTokens", progress.outputTokens());
    amounts(json, progress.cost());
  }

  private static void amounts(JsonGenerator json, Map<String, Double> cost) throws IOException {
    json.writeObjectFieldStart("cost");
    for (Map.Entry<String, Double> amount : cost.entrySet()) {
      number(json, amount.getKey(), amount.getValue());
    }
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeNumberField(name, Math.rint(value * 1e6) / 1e6);
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }

  private static @Nullable String path(@Nullable Path file) {
    return file == null ? null : file.toString();
  }

  private void event(String name, Members members) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", name);
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(line);
    out.flush();
  }
}
