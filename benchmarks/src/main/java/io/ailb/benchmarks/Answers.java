package io.ailb.benchmarks;

import io.ailb.answer.SseScanner;
import io.ailb.model.Dialect;
import io.ailb.model.HttpFields;
import io.ailb.model.Usage;
import io.ailb.translate.Codecs;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The same answers as the provider of every dialect would send them. */
public final class Answers {
  public static final HttpFields EVENTS = HttpFields.of("content-type", "text/event-stream");
  static final HttpFields JSON = HttpFields.of("content-type", "application/json");

  /** 2026-11-20; seconds since 1970. */
  public static final long NOW = 1_795_180_800;

  private static final String[] WORDS = {
    "Tides",
    " follow the Moon's",
    " pull on",
    " the oceans, and",
    " \"spring\" tides",
    " the Sun's.\n"
  };
  private static final String DONE = "[DONE]";

  private Answers() {}

  private static List<AnswerEvent> events(AnswerKind kind) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started("answer-0123456789", "model-of-2026", NOW));
    switch (kind) {
      case TEXT -> text(events, 500);
      case LONG_TEXT -> text(events, 5_000);
      case CALLS -> calls(events, 8, 40);
    }
    FinishReason reason = kind == AnswerKind.CALLS ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    events.add(new AnswerEvent.Finish(0, reason, null, null));
    events.add(new AnswerEvent.UsageUpdate(new Usage(900, 600, 0, 0, 0)));
    events.add(AnswerEvent.END);
    return events;
  }

  private static void text(List<AnswerEvent> events, int pieces) {
    events.add(new AnswerEvent.PartOpen(0, 0, Kind.TEXT, null, null));
    for (int i = 0; i < pieces; i++) {
      events.add(new AnswerEvent.Delta(0, 0, WORDS[i % WORDS.length]));
    }
    events.add(new AnswerEvent.PartClose(0, 0));
  }

  private static void calls(List<AnswerEvent> events, int calls, int pieces) {
    for (int call = 0; call < calls; call++) {
      events.add(
          new AnswerEvent.PartOpen(0, call, Kind.TOOL_CALL, "call_" + call, "look_up_" + call));
      for (int i = 0; i < pieces; i++) {
        String start = i == 0 ? "{" : ",";
        String end = i == pieces - 1 ? "}" : "";
        events.add(new AnswerEvent.Delta(0, call, start + "\"a" + i + "\":" + 1_000 * i + end));
      }
      events.add(new AnswerEvent.PartClose(0, call));
    }
  }

  /** The stream of a provider, cut into its events as they arrive. */
  public static List<byte[]> stream(Dialect dialect, AnswerKind kind) {
    AnswerWriter writer = Codecs.of(dialect).streamWriter(frame());
    Utf8 out = new Utf8();
    events(kind).forEach(event -> writer.write(event, out));
    List<byte[]> events = new ArrayList<>();
    String all = new String(out.take(), StandardCharsets.UTF_8);
    for (String event : all.split("(?<=\n\n)", -1)) {
      if (!event.isEmpty()) {
        events.add(asSent(dialect, event).getBytes(StandardCharsets.UTF_8));
      }
    }
    return events;
  }

  /** With what the providers themselves put into each event and our writers do not. */
  private static String asSent(Dialect dialect, String event) {
    int end = event.lastIndexOf('}');
    boolean full = event.contains("\"delta\":") || dialect == Dialect.GEMINI;
    String more =
        switch (dialect) {
          case OPENAI_CHAT -> ",\"service_tier\":\"default\",\"obfuscation\":\"dQw4w9WgXcQ\"";
          case OPENAI_RESPONSES -> ",\"obfuscation\":\"dQw4w9WgXcQ\"";
          case ANTHROPIC -> "";
          case GEMINI ->
              event.contains("\"usageMetadata\":")
                  ? ""
                  : ",\"usageMetadata\":{\"promptTokenCount\":900,\"candidatesTokenCount\":60,"
                      + "\"totalTokenCount\":960,\"promptTokensDetails\":"
                      + "[{\"modality\":\"TEXT\",\"tokenCount\":900}]}";
        };
    return end < 0 || !full ? event : event.substring(0, end) + more + event.substring(end);
  }

  /** An answer at once. */
  static byte[] whole(Dialect dialect) {
    AnswerWriter writer = Codecs.of(dialect).wholeWriter(frame());
    Utf8 out = new Utf8();
    events(AnswerKind.TEXT).forEach(event -> writer.write(event, out));
    return out.take();
  }

  /** The JSON of an event; empty if it holds none. */
  public static byte[] data(byte[] event) {
    List<byte[]> found = new ArrayList<>();
    SseScanner scanner =
        new SseScanner((bytes, from, to) -> found.add(Arrays.copyOfRange(bytes, from, to)));
    scanner.feed(event, 0, event.length);
    return found.isEmpty() || new String(found.get(0), StandardCharsets.UTF_8).equals(DONE)
        ? new byte[0]
        : found.get(0);
  }

  private static AnswerFrame frame() {
    ChatRequest.Builder request = ChatRequest.builder();
    request.usageInStream = true;
    return new AnswerFrame(request.build(), "model", NOW, AnswerFrame.Framing.EVENTS);
  }
}
