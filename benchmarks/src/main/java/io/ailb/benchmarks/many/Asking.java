package io.ailb.benchmarks.many;

import java.io.IOException;

/** One call to a model, on the thread that makes it. */
@FunctionalInterface
interface Asking {
  String BODY =
      "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Well?\"}]%s}";

  /** The answer as it came. */
  String ask(int number, boolean streamed) throws IOException, InterruptedException;

  static String body(boolean streamed) {
    return BODY.formatted(streamed ? ",\"stream\":true" : "");
  }
}
