package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What events of an answer say in all, and whether they keep to their order. */
final class Heard {
  /** A part with all of its text. */
  static final class Part {
    final AnswerEvent.PartOpen opened;
    final StringBuilder text = new StringBuilder();
    @Nullable Opaque secret;
    boolean closed;

    Part(AnswerEvent.PartOpen opened) {
      this.opened = opened;
    }

    @Override
    public String toString() {
      return opened.kind() + " " + opened.toolId() + " " + opened.toolName() + " " + text + secret;
    }
  }

  final Map<Integer, Part> parts = new LinkedHashMap<>();
  final List<AnswerEvent.TokenLogprob> logprobs = new ArrayList<>();
  AnswerEvent.@Nullable Started started;
  AnswerEvent.@Nullable Finish finish;
  @Nullable Usage usage;
  @Nullable ErrorInfo error;
  private boolean over;

  Heard(List<AnswerEvent> events) {
    events.forEach(this::hear);
    assertThat(over).as("ends").isTrue();
  }

  private void hear(AnswerEvent event) {
    assertThat(over).as("nothing comes after the end: %s", event).isFalse();
    if (event instanceof AnswerEvent.Started one) {
      assertThat(started).isNull();
      started = one;
    } else if (event instanceof AnswerEvent.PartOpen open) {
      assertThat(started).isNotNull();
      assertThat(open.part()).isEqualTo(parts.size());
      parts.put(open.part(), new Part(open));
    } else if (event instanceof AnswerEvent.Delta delta) {
      assertThat(delta.text()).isNotEmpty();
      open(delta.part()).text.append(delta.text());
    } else if (event instanceof AnswerEvent.Secret secret) {
      open(secret.part()).secret = secret.value();
    } else if (event instanceof AnswerEvent.Logprobs more) {
      open(more.part());
      logprobs.addAll(more.tokens());
    } else if (event instanceof AnswerEvent.PartClose close) {
      open(close.part()).closed = true;
    } else if (event instanceof AnswerEvent.Finish one) {
      assertThat(parts.values()).allMatch(part -> part.closed);
      finish = one;
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.Failed failed) {
      error = failed.error();
      over = true;
    } else if (event instanceof AnswerEvent.End) {
      assertThat(finish).isNotNull();
      over = true;
    }
  }

  private Part open(int number) {
    Part part = parts.get(number);
    assertThat(part).isNotNull();
    assertThat(part.closed).isFalse();
    return part;
  }

  String text(AnswerEvent.Kind kind) {
    StringBuilder text = new StringBuilder();
    parts.values().stream().filter(p -> p.opened.kind() == kind).forEach(p -> text.append(p.text));
    return text.toString();
  }

  /** Everything but ids of the answer. */
  String inShort() {
    return parts.values()
        + " "
        + (finish == null ? null : finish.reason())
        + " "
        + usage
        + (error == null ? "" : " " + error.message());
  }

  void hasSaid(JsonNode expect) {
    assertThat(text(AnswerEvent.Kind.TEXT)).isEqualTo(expect.path("text").asText(""));
    if (expect.has("reasoning")) {
      assertThat(text(AnswerEvent.Kind.REASONING)).isEqualTo(expect.path("reasoning").asText());
    }
    if (expect.has("streamEnd") && error != null) {
      assertThat(error.message()).isEqualTo("the stream ended before it was complete");
      assertThat(finish).isNull();
      assertThat(parts.values().stream().map(part -> part.text.toString()))
          .allMatch(
              text ->
                  expect
                      .toString()
                      .contains(Json.text(Json.array().add(text)).replaceAll("^.\"|\".$", "")));
      return;
    }
    List<String> calls =
        parts.values().stream()
            .filter(part -> part.opened.kind() == AnswerEvent.Kind.TOOL_CALL)
            .map(part -> part.opened.toolName() + " " + Json.parse(part.text.toString()))
            .toList();
    List<String> expected = new ArrayList<>();
    expect
        .path("toolCalls")
        .forEach(call -> expected.add(call.path("name").asText() + " " + call.path("arguments")));
    assertThat(calls).isEqualTo(expected);
    assertThat(finish.reason().name().toLowerCase(Locale.ROOT))
        .isEqualTo(expect.path("finish").asText());
    JsonNode counts = expect.path("usage");
    assertThat(usage)
        .isEqualTo(
            new Usage(
                counts.path("inputTokens").asLong(),
                counts.path("outputTokens").asLong(),
                counts.path("cachedInputTokens").asLong(),
                counts.path("cacheWriteTokens").asLong(),
                counts.path("reasoningTokens").asLong()));
  }
}
