package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.Feature;
import io.ailb.model.ModelProfile;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The tables of docs/dialects.md: nobody wrote them down, each cell is what the translation did
 * when it was asked.
 */
final class DialectTables {
  private static final String MODEL = "any-model";

  private static final int MANY = 1_000;

  private DialectTables() {}

  static String markdown() {
    StringBuilder text = new StringBuilder();
    for (Dialect callers : Dialect.values()) {
      text.append("### What becomes of a request in ").append(callers.id()).append("\n\n");
      text.append(requests(callers)).append('\n');
    }
    text.append("### What a model of which nothing is known is taken to be able to do\n\n");
    text.append(abilities()).append('\n');
    text.append("### How answers end\n\n").append(ends()).append('\n');
    text.append("### Errors\n\n").append(errors());
    return text.toString();
  }

  private static String table(List<String> head, Map<String, List<String>> rows) {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", head)).append(" |\n");
    text.append("|").append(" --- |".repeat(head.size())).append('\n');
    rows.forEach(
        (name, cells) ->
            text.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
    return text.toString();
  }

  private static List<String> head(String first, List<Dialect> dialects) {
    List<String> head = new ArrayList<>(List.of(first));
    dialects.forEach(dialect -> head.add(dialect.id()));
    return head;
  }

  private static List<String> forEach(List<Dialect> dialects, Function<Dialect, String> cell) {
    return dialects.stream().map(cell).toList();
  }

  // Requests.

  private static String requests(Dialect callers) {
    List<Dialect> others =
        Arrays.stream(Dialect.values()).filter(dialect -> dialect != callers).toList();
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (AskedFor.Request request : AskedFor.in(callers)) {
      rows.put(request.what(), forEach(others, to -> become(callers, request, to)));
    }
    return table(head("asked for", others), rows);
  }

  /** What happens with each setting of a pool's translation. */
  private static String become(Dialect callers, AskedFor.Request request, Dialect to) {
    String body = request.body();
    Said said = said(callers, body, to, false, false);
    if (said == null) {
      return said(callers, body, to, true, false) == null ? "not asked" : "not asked, or dropped";
    }
    if (said(callers, body, to, false, true) == null) {
      return "lost, unless strict";
    }
    boolean silent = words(said).equals(words(said(callers, request.without(), to, false, false)));
    return !said.dropped().isEmpty() ? "lost" : silent ? "lost, not named" : "yes";
  }

  private static String words(Said said) {
    return StandardCharsets.UTF_8.decode(said.body().get(0).duplicate()).toString();
  }

  private static Said said(Dialect callers, String body, Dialect to, boolean drop, boolean strict) {
    AiCall call =
        new AiCall(
            Operation.toGenerate(callers),
            new Origin("https", "localhost", 443),
            MODEL,
            false,
            false,
            -1,
            1,
            0,
            0);
    Translation translation =
        new Translation(call, CallBody.plain(Json.bytes(Json.parse(body))), false, drop, strict);
    ModelProfile profile = Known.profile(to, MODEL, null);
    Recipient recipient =
        new Recipient(to, profile.host(), MODEL, profile.capabilities(to), null, null, null, false);
    String refusal = translation.refusal(recipient);
    if (refusal != null && refusal.contains("is not valid")) {
      throw new AssertionError(callers + " does not allow " + body + ": " + refusal);
    }
    return refusal == null ? translation.said(recipient) : null;
  }

  // Abilities.

  private static String abilities() {
    Map<String, Capabilities> of = new LinkedHashMap<>();
    of.put("OpenAI, Chat", at(Dialect.OPENAI_CHAT));
    of.put("OpenAI, Responses", at(Dialect.OPENAI_RESPONSES));
    of.put("Anthropic", at(Dialect.ANTHROPIC));
    of.put("Gemini", at(Dialect.GEMINI));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Feature feature : Feature.values()) {
      rows.put(
          "`" + feature.id() + "`", of.values().stream().map(can -> can(can, feature)).toList());
    }
    List<String> head = new ArrayList<>(List.of("`capabilities`"));
    head.addAll(of.keySet());
    return table(head, rows);
  }

  private static Capabilities at(Dialect dialect) {
    return Known.profile(dialect, MODEL, null).capabilities(dialect);
  }

  private static String can(Capabilities can, Feature feature) {
    if (!can.has(feature)) {
      return "";
    }
    return switch (feature) {
      case STOP -> can.maxStops() > MANY ? "any number" : Integer.toString(can.maxStops());
      case REASONING -> can.reasoning().name().toLowerCase(Locale.ROOT);
      default -> "yes";
    };
  }

  // Answers.

  private static String ends() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (FinishReason reason : FinishReason.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      rows.put(name, forEach(List.of(Dialect.values()), dialect -> end(dialect, reason)));
    }
    return table(head("why", List.of(Dialect.values())), rows);
  }

  private static String end(Dialect dialect, FinishReason reason) {
    AnswerFrame frame =
        new AnswerFrame(ChatRequest.builder().build(), MODEL, 0, AnswerFrame.Framing.EVENTS);
    AnswerWriter writer = Codecs.of(dialect).wholeWriter(frame);
    Utf8 out = new Utf8();
    List<AnswerEvent> events =
        List.of(
            new AnswerEvent.Started("id", MODEL, 0),
            reason == FinishReason.TOOL_CALLS
                ? new AnswerEvent.PartOpen(0, 0, AnswerEvent.Kind.TOOL_CALL, "call_1", "f")
                : new AnswerEvent.PartOpen(0, 0, AnswerEvent.Kind.TEXT, null, null),
            new AnswerEvent.Delta(0, 0, "{}"),
            new AnswerEvent.PartClose(0, 0),
            new AnswerEvent.Finish(0, reason, null, null),
            AnswerEvent.END);
    events.forEach(event -> writer.write(event, out));
    byte[] bytes = out.take();
    JsonNode answer = Json.parse(bytes, 0, bytes.length);
    return switch (dialect) {
      case OPENAI_CHAT -> answer.at("/choices/0/finish_reason").asText();
      case OPENAI_RESPONSES ->
          answer.path("status").asText()
              + (answer.path("incomplete_details").isObject()
                  ? ", " + answer.at("/incomplete_details/reason").asText()
                  : "")
              + (answer.path("error").isObject() ? ", " + answer.at("/error/code").asText() : "");
      case ANTHROPIC -> answer.path("stop_reason").asText();
      case GEMINI -> answer.at("/candidates/0/finishReason").asText();
    };
  }

  private static String errors() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (ErrorClass kind : ErrorClass.values()) {
      List<String> cells = forEach(List.of(Dialect.values()), dialect -> error(dialect, kind));
      if (rows.putIfAbsent(kind.id(), cells) != null && !rows.get(kind.id()).equals(cells)) {
        throw new AssertionError("two errors by the name " + kind.id());
      }
    }
    return table(head("`x-ai-lb-reason`", List.of(Dialect.values())), rows);
  }

  private static String error(Dialect dialect, ErrorClass kind) {
    Problem problem = new Problem(kind, "no");
    Words words = Words.answer(problem, dialect);
    ObjectNode body = (ObjectNode) Json.parse(words.body().array(), 0, words.body().limit());
    JsonNode error = body.path("error");
    String type = dialect == Dialect.GEMINI ? "status" : "type";
    String code = error.path("code").isTextual() ? ", `" + error.path("code").asText() + "`" : "";
    return words.status() + " `" + error.path(type).asText() + "`" + code;
  }
}
