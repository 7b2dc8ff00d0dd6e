package io.ailb.simulator.dialect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole HTTP answer before any time passes and anything breaks.
 *
 * @param headers with lower-case names, in order
 * @param events at least one; {@link Framing#WHOLE} has exactly one
 * @param outputTokens the output its usage figures tell
 */
public record Answer(
    int status,
    Map<String, String> headers,
    Framing framing,
    List<Event> events,
    int outputTokens) {

  /** An answer that is well, in one piece or as a stream. */
  static Answer ok(Framing framing, List<Event> events, int outputTokens) {
    var headers = Map.of("content-type", framing.contentType());
    return new Answer(200, headers, framing, events, outputTokens);
  }

  /** One JSON document that is well. */
  static Answer ok(Object json, int outputTokens) {
    return ok(Framing.WHOLE, List.of(Event.content(null, json)), outputTokens);
  }

  /** A body in one piece, whatever it is. */
  public static Answer of(int status, Map<String, String> headers, String body) {
    List<Event> events = List.of(new Event(null, body, true, false));
    return new Answer(status, headers, Framing.WHOLE, events, 0);
  }

  /** An error in one JSON document. */
  static Answer error(int status, Object json) {
    return of(status, Map.of("content-type", "application/json"), Json.text(json));
  }

  /** The same answer under another status. */
  public Answer withStatus(int other) {
    return new Answer(other, headers, framing, events, outputTokens);
  }

  /** The same answer with more headers; a header it already has is replaced. */
  public Answer withHeaders(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, framing, events, outputTokens);
  }

  /** The first event's data: of an answer in one piece, its body. */
  public String body() {
    return events.get(0).data();
  }
}
