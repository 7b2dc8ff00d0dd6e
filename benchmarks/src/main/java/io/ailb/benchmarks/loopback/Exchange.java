package io.ailb.benchmarks.loopback;

import java.nio.charset.StandardCharsets;

/** What is asked and answered, 2 KB each way, or a stream of events. */
final class Exchange {
  /** The events of a stream with content. */
  static final int EVENTS = 20;

  /** The content of an event: when it was sent, so many digits of {@link System#nanoTime()}. */
  static final int STAMP = 18;

  /** The header that only a pool's answers have. */
  static final String BALANCED = "x-ai-lb-endpoint";

  static final String PATH = "/v1/chat/completions";

  /** What only a request for a stream holds. */
  static final String STREAM = "\"stream\":true";

  /** As all take it but who wants a provider before it. */
  static final String MODEL = "gpt-4o-mini";

  private static final int SIZE = 2048;
  private static final byte[] ID = "chatcmpl-1".getBytes(StandardCharsets.UTF_8);
  private static final byte[] CONTENT = "\"content\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DONE = "[DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  private Exchange() {}

  /** A request, with the model after the messages, as openai-java writes it. */
  static String question(String model, boolean streamed) {
    return padded(
        "{\"messages\":[{\"role\":\"system\",\"content\":\"You are brief.\"},"
            + "{\"role\":\"user\",\"content\":\"",
        "\"}],\"model\":\""
            + model
            + "\",\"temperature\":0.2"
            + (streamed ? "," + STREAM : "")
            + "}");
  }

  static byte[] answer() {
    return padded(
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\""
                + MODEL
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"",
            "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":400,\"total_tokens\":800}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The events of a stream, the last of them the end's; {@link #EVENTS} of them say something. */
  static byte[][] events() {
    byte[][] events = new byte[EVENTS + 2][];
    for (int i = 0; i < EVENTS; i++) {
      events[i] = event("{\"content\":\"" + "0".repeat(STAMP) + "\"}", "null");
    }
    events[EVENTS] = event("{}", "\"stop\"");
    events[EVENTS + 1] = ("data: " + "[DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    return events;
  }

  private static byte[] event(String delta, String finish) {
    return ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\""
            + MODEL
            + "\",\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]}\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String padded(String head, String tail) {
    return head
        + "a word and ".repeat(SIZE).substring(0, SIZE - head.length() - tail.length())
        + tail;
  }

  /** Throws unless this is the answer, be it written anew by a gateway. */
  static void check(int status, byte[] answer) {
    if (status != 200 || answer.length < SIZE / 2 || !begins(answer)) {
      throw new IllegalStateException(
          "answered " + status + ": " + new String(answer, StandardCharsets.UTF_8));
    }
  }

  private static boolean begins(byte[] answer) {
    for (int from = 0; from < 200; from++) {
      if (holds(answer, from, ID)) {
        return true;
      }
    }
    return false;
  }

  /** Throws unless the stream was whole: the first bytes of {@code heard}. */
  static void checkStream(int status, byte[] heard, int length) {
    if (status != 200 || length < EVENTS * 100 || !holds(heard, length - DONE.length, DONE)) {
      throw new IllegalStateException(
          "a stream answered "
              + status
              + ": "
              + new String(heard, 0, length, StandardCharsets.UTF_8));
    }
  }

  /** Where the next content begins in the first bytes of {@code heard}; -1 = there is none. */
  static int content(byte[] heard, int from, int to) {
    for (int i = from; i <= to - CONTENT.length; i++) {
      if (heard[i] == '"' && holds(heard, i, CONTENT)) {
        return i + CONTENT.length;
      }
    }
    return -1;
  }

  /** Writes when it was sent into an event. */
  static void stamp(byte[] event, int at, long nanos) {
    long rest = nanos;
    for (int i = at + STAMP - 1; i >= at; i--) {
      event[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** When an event was sent. */
  static long sent(byte[] heard, int at) {
    long nanos = 0;
    for (int i = at; i < at + STAMP; i++) {
      nanos = nanos * 10 + heard[i] - '0';
    }
    return nanos;
  }

  private static boolean holds(byte[] bytes, int from, byte[] what) {
    for (int i = 0; i < what.length; i++) {
      if (from + i >= bytes.length || bytes[from + i] != what[i]) {
        return false;
      }
    }
    return true;
  }
}
