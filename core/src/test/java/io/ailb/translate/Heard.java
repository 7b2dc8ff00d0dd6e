package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An answer's events, joined to what they say; checks on the way that they keep to their order. */
final class Heard implements Consumer<AnswerEvent> {
  /** A part with its whole text; arguments are compared as JSON. */
  record Said(AnswerEvent.Kind kind, @Nullable String tool, Object text) {}

  private final Map<Integer, Map<Integer, AnswerEvent.PartOpen>> opened = new TreeMap<>();
  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<String, Boolean> open = new LinkedHashMap<>();
  private final List<String> breaches = new ArrayList<>();

  final Map<Integer, FinishReason> finish = new TreeMap<>();
  @Nullable String stopText;
  Usage usage = Usage.NONE;
  @Nullable ErrorInfo error;
  boolean started;
  boolean ended;
  int keepAlives;

  @Override
  public void accept(AnswerEvent event) {
    if (ended || error != null) {
      breach("nothing comes after the end, but", event);
    }
    if (event instanceof AnswerEvent.Started) {
      if (started) {
        breach("starts twice", event);
      }
      started = true;
    } else if (event instanceof AnswerEvent.KeepAlive) {
      keepAlives++;
    } else if (event instanceof AnswerEvent.Failed failed) {
      error = failed.error();
    } else {
      if (!started) {
        breach("not started, but", event);
      }
      content(event);
    }
  }

  private void content(AnswerEvent event) {
    if (event instanceof AnswerEvent.PartOpen part) {
      Map<Integer, AnswerEvent.PartOpen> parts =
          opened.computeIfAbsent(part.choice(), any -> new TreeMap<>());
      if (parts.containsKey(part.part()) || finish.containsKey(part.choice())) {
        breach("opened again or after the finish", event);
      }
      parts.put(part.part(), part);
      texts.put(key(part.choice(), part.part()), new StringBuilder());
      open.put(key(part.choice(), part.part()), true);
    } else if (event instanceof AnswerEvent.Delta delta) {
      StringBuilder text = texts.get(key(delta.choice(), delta.part()));
      if (text == null || !open.getOrDefault(key(delta.choice(), delta.part()), false)) {
        breach("a delta of a part that is not open", event);
      } else {
        text.append(delta.text());
      }
      if (delta.text().isEmpty()) {
        breach("an empty delta", event);
      }
    } else if (event instanceof AnswerEvent.PartClose close) {
      if (!Boolean.TRUE.equals(open.put(key(close.choice(), close.part()), false))) {
        breach("closed but not open", event);
      }
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.Finish end) {
      if (finish.put(end.choice(), end.reason()) != null) {
        breach("finished twice", event);
      }
      open.forEach(
          (key, isOpen) -> {
            if (isOpen && key.startsWith(end.choice() + "/")) {
              breach("finished with part " + key + " open", event);
            }
          });
      stopText = end.stopText();
    } else if (event instanceof AnswerEvent.End) {
      ended = true;
      if (finish.isEmpty()) {
        breach("ended without a finish", event);
      }
    }
  }

  private static String key(int choice, int part) {
    return choice + "/" + part;
  }

  private void breach(String words, AnswerEvent event) {
    breaches.add(words + ": " + event);
  }

  List<String> breaches() {
    return breaches;
  }

  /** Each choice's parts, in order; texts in a row are one. */
  List<Said> parts(int choice, boolean withReasoning) {
    List<Said> parts = new ArrayList<>();
    opened
        .getOrDefault(choice, Map.of())
        .forEach(
            (number, part) -> {
              String text = String.valueOf(texts.get(key(choice, number)));
              boolean reasoning = part.kind() == AnswerEvent.Kind.REASONING;
              if ((reasoning && (!withReasoning || text.isEmpty()))
                  || (part.kind() == AnswerEvent.Kind.TEXT && text.isEmpty())) {
                return;
              }
              add(parts, part, text);
            });
    return parts;
  }

  private static void add(List<Said> parts, AnswerEvent.PartOpen part, String text) {
    Said last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (part.toolName() != null) {
      JsonNode parsed = Json.parse(text.isEmpty() ? "{}" : text);
      parts.add(new Said(part.kind(), part.toolName(), parsed == null ? text : parsed));
    } else if (last != null && last.kind() == part.kind()) {
      parts.set(parts.size() - 1, new Said(part.kind(), null, last.text() + text));
    } else {
      parts.add(new Said(part.kind(), null, text));
    }
  }

  List<String> toolIds() {
    List<String> ids = new ArrayList<>();
    opened
        .values()
        .forEach(
            parts ->
                parts.values().stream()
                    .filter(part -> part.toolName() != null)
                    .forEach(part -> ids.add(part.toolId())));
    return ids;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Said part : parts(0, false)) {
      if (part.tool() == null) {
        text.append(part.text());
      }
    }
    return text.toString();
  }

  /** The text without what declines to answer. */
  String visible() {
    StringBuilder text = new StringBuilder();
    for (Said part : parts(0, false)) {
      if (part.kind() == AnswerEvent.Kind.TEXT) {
        text.append(part.text());
      }
    }
    return text.toString();
  }

  /**
   * Each choice's parts as a dialect tells them that has one text beside the calls.
   *
   * @param declines whether it tells what declines from other text
   */
  List<Said> parts(int choice, boolean withReasoning, boolean oneText, boolean declines) {
    List<Said> parts = new ArrayList<>();
    List<Said> calls = new ArrayList<>();
    for (Said part : parts(choice, withReasoning)) {
      boolean text = part.kind() == AnswerEvent.Kind.REFUSAL && !declines;
      Said said = text ? new Said(AnswerEvent.Kind.TEXT, null, part.text()) : part;
      Said last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
      if (said.tool() != null && oneText) {
        calls.add(said);
      } else if (said.tool() == null && last != null && last.kind() == said.kind()) {
        parts.set(parts.size() - 1, new Said(said.kind(), null, last.text() + "" + said.text()));
      } else {
        parts.add(said);
      }
    }
    parts.addAll(calls);
    return parts;
  }

  List<Said> calls() {
    return parts(0, false).stream().filter(part -> part.tool() != null).toList();
  }
}
