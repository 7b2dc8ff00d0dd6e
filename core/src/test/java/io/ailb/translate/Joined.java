package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What an answer says when all of it has come, and what is left of that in a dialect: its normal
 * form there. What is lost (translation, section 4) is listed here and nowhere else.
 *
 * @param failed whether it ends with an error
 */
record Joined(
    Map<Integer, List<Heard.Said>> choices,
    Map<Integer, FinishReason> finish,
    List<Long> usage,
    boolean failed) {

  private static final Pattern LONE =
      Pattern.compile(
          "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

  static Joined of(Heard heard) {
    Map<Integer, List<Heard.Said>> choices = new TreeMap<>();
    heard.finish.keySet().forEach(choice -> choices.put(choice, heard.parts(choice, true)));
    return new Joined(choices, heard.finish, counts(heard.usage), heard.error != null);
  }

  private static List<Long> counts(Usage usage) {
    return List.of(
        usage.inputOrZero(),
        usage.outputOrZero(),
        usage.cachedInputOrZero(),
        Math.max(0, usage.cacheWrite()),
        Math.max(0, usage.reasoning()));
  }

  /** What a dialect can say of it. */
  Joined in(Dialect dialect) {
    if (failed) {
      return this;
    }
    Joined whole = each(Joined::ofWholeCharacters, (parts, reason) -> reason);
    return whole.inOf(dialect);
  }

  private Joined inOf(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> each(Joined::inChat, Joined::finishInChat);
      case OPENAI_RESPONSES -> first().each(parts -> parts, Joined::finishInResponses).orFailed();
      case ANTHROPIC -> first().each(Joined::inAnthropic, Joined::finishInAnthropic);
      case GEMINI -> withoutCacheWrites().each(Joined::inGemini, Joined::finishInGemini);
    };
  }

  /** The same without any order but that of calls, and of the texts of a kind. */
  Joined inAnyOrder() {
    return each(
        parts -> {
          List<Heard.Said> sorted = new ArrayList<>();
          for (Kind kind : List.of(Kind.REASONING, Kind.TEXT, Kind.REFUSAL)) {
            join(sorted, kind, parts);
          }
          parts.stream().filter(part -> part.tool() != null).forEach(sorted::add);
          return sorted;
        },
        (parts, reason) -> reason);
  }

  /** The same without thoughts. */
  Joined withoutThoughts() {
    return each(parts -> without(parts, Kind.REASONING), (parts, reason) -> reason);
  }

  private interface Ending {
    FinishReason of(List<Heard.Said> parts, FinishReason reason);
  }

  private interface Saying {
    List<Heard.Said> of(List<Heard.Said> parts);
  }

  private Joined each(Saying saying, Ending ending) {
    Map<Integer, List<Heard.Said>> said = new TreeMap<>();
    Map<Integer, FinishReason> ended = new TreeMap<>();
    choices.forEach(
        (choice, parts) -> {
          said.put(choice, saying.of(parts));
          ended.put(choice, ending.of(parts, finish.get(choice)));
        });
    return new Joined(said, ended, usage, failed);
  }

  // All: half a character is none.

  private static List<Heard.Said> ofWholeCharacters(List<Heard.Said> parts) {
    return parts.stream()
        .map(
            part ->
                part.text() instanceof String text
                    ? new Heard.Said(
                        part.kind(), part.tool(), LONE.matcher(text).replaceAll("\ufffd"))
                    : part)
        .toList();
  }

  // Chat: thoughts are not shown; the texts of a message are one, and its calls come after them.

  private static List<Heard.Said> inChat(List<Heard.Said> parts) {
    List<Heard.Said> said = new ArrayList<>();
    join(said, Kind.TEXT, parts);
    join(said, Kind.REFUSAL, parts);
    parts.stream().filter(part -> part.tool() != null).forEach(said::add);
    return said;
  }

  private static FinishReason finishInChat(List<Heard.Said> parts, FinishReason reason) {
    return switch (reason) {
      case ERROR, PAUSE, OTHER, STOP, TOOL_CALLS ->
          refusesOnly(parts) ? FinishReason.CONTENT_FILTER : FinishReason.STOP.given(calls(parts));
      case LENGTH, CONTENT_FILTER -> reason;
    };
  }

  // Responses: one answer; a call that nobody can use is a failure.

  private static FinishReason finishInResponses(List<Heard.Said> parts, FinishReason reason) {
    return reason == FinishReason.ERROR ? reason : finishInChat(parts, reason);
  }

  private Joined orFailed() {
    return finish.containsValue(FinishReason.ERROR)
        ? new Joined(Map.of(), Map.of(), usage, true)
        : this;
  }

  // Anthropic: one answer; thoughts are shown only with a signature of its own; a refusal is text.

  private static List<Heard.Said> inAnthropic(List<Heard.Said> parts) {
    return refusalAsText(parts);
  }

  private static FinishReason finishInAnthropic(List<Heard.Said> parts, FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS, ERROR, OTHER ->
          reason == FinishReason.STOP && parts.stream().anyMatch(is(Kind.REFUSAL))
              ? FinishReason.CONTENT_FILTER
              : FinishReason.STOP.given(calls(parts));
      case LENGTH, CONTENT_FILTER, PAUSE -> reason;
    };
  }

  // Gemini: a refusal is text; what was written to a cache is not counted.

  private static List<Heard.Said> inGemini(List<Heard.Said> parts) {
    return withoutBrokenCalls(refusalAsText(parts));
  }

  private static FinishReason finishInGemini(List<Heard.Said> parts, FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS, PAUSE ->
          parts.stream().anyMatch(is(Kind.REFUSAL))
              ? FinishReason.CONTENT_FILTER
              : FinishReason.STOP.given(calls(parts));
      case LENGTH, CONTENT_FILTER, ERROR, OTHER -> reason;
    };
  }

  private Joined withoutCacheWrites() {
    List<Long> counts = new ArrayList<>(usage);
    counts.set(3, 0L);
    return new Joined(choices, finish, counts, failed);
  }

  /** A call that was cut is none in a dialect that knows objects only. */
  Joined withoutBrokenCalls() {
    return each(Joined::withoutBrokenCalls, (parts, reason) -> reason);
  }

  private Joined first() {
    return new Joined(Map.of(0, choices.get(0)), Map.of(0, finish.get(0)), usage, failed);
  }

  private static List<Heard.Said> withoutBrokenCalls(List<Heard.Said> parts) {
    List<Heard.Said> left = new ArrayList<>();
    parts.stream()
        .filter(part -> part.tool() == null || part.text() instanceof ObjectNode)
        .forEach(part -> add(left, part));
    return left;
  }

  private static List<Heard.Said> refusalAsText(List<Heard.Said> parts) {
    List<Heard.Said> said = new ArrayList<>();
    for (Heard.Said part : parts) {
      Kind kind = part.kind() == Kind.REFUSAL ? Kind.TEXT : part.kind();
      add(said, new Heard.Said(kind, part.tool(), part.text()));
    }
    return said;
  }

  private static List<Heard.Said> without(List<Heard.Said> parts, Kind kind) {
    List<Heard.Said> left = new ArrayList<>();
    parts.stream().filter(is(kind).negate()).forEach(part -> add(left, part));
    return left;
  }

  /** Texts of a kind in a row are one. */
  private static void add(List<Heard.Said> parts, Heard.Said part) {
    int last = parts.size() - 1;
    if (last >= 0 && part.tool() == null && parts.get(last).kind() == part.kind()) {
      String joined = String.valueOf(parts.get(last).text()) + part.text();
      parts.set(last, new Heard.Said(part.kind(), null, joined));
    } else {
      parts.add(part);
    }
  }

  private static void join(List<Heard.Said> to, Kind kind, List<Heard.Said> parts) {
    StringBuilder text = new StringBuilder();
    parts.stream().filter(is(kind)).forEach(part -> text.append(part.text()));
    if (text.length() > 0) {
      to.add(new Heard.Said(kind, null, text.toString()));
    }
  }

  private static Predicate<Heard.Said> is(Kind kind) {
    return part -> part.kind() == kind;
  }

  private static boolean calls(List<Heard.Said> parts) {
    return parts.stream().anyMatch(part -> part.tool() != null);
  }

  private static boolean refusesOnly(List<Heard.Said> parts) {
    return parts.stream().anyMatch(is(Kind.REFUSAL))
        && parts.stream().allMatch(is(Kind.REFUSAL).or(is(Kind.REASONING)));
  }
}
