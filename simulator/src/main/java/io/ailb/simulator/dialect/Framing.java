package io.ailb.simulator.dialect;

/** How events become a body. */
public enum Framing {
  /** One JSON document, which is the only event. */
  WHOLE,
  /** Server-sent events. */
  SSE,
  /** The elements of one JSON array, written one by one: Gemini without {@code alt=sse}. */
  JSON_ARRAY;

  /** The usual content type. */
  public String contentType() {
    return this == SSE ? "text/event-stream" : "application/json";
  }

  /** One event's bytes; {@code first} says whether it opens the body. */
  public String frame(Event event, boolean first) {
    return switch (this) {
      case WHOLE -> event.data();
      case JSON_ARRAY -> (first ? "[" : ",\n") + event.data();
      case SSE ->
          (event.name() == null ? "" : "event: " + event.name() + "\n")
              + "data: "
              + event.data()
              + "\n\n";
    };
  }

  /** What ends the body when it ends well. */
  public String end() {
    return this == JSON_ARRAY ? "]" : "";
  }

  /** Bytes that keep a connection busy and mean nothing. */
  public String keepAlive() {
    return switch (this) {
      case WHOLE -> "";
      case JSON_ARRAY -> "\n";
      case SSE -> ": keep-alive\n\n";
    };
  }
}
