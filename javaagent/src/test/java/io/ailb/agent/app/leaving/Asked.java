package io.ailb.agent.app.leaving;

import java.util.concurrent.CompletableFuture;

/** One call under way. */
abstract class Asked {
  /** Something of the answer has come. */
  final CompletableFuture<Void> shown = new CompletableFuture<>();

  /** What the application was told in the end: the exception's class and those of its causes. */
  final CompletableFuture<String> told = new CompletableFuture<>();

  /** When its latest piece came. */
  private volatile long latest;

  /** The application does not want it any more. */
  abstract void leave(Way way);

  /** A piece of the answer has come. */
  final void shows() {
    latest = System.nanoTime();
    shown.complete(null);
  }

  final long latest() {
    return latest;
  }

  final void fails(Throwable why) {
    StringBuilder words = new StringBuilder();
    for (Throwable one = why; one != null; one = one.getCause()) {
      words.append(words.isEmpty() ? "" : " of ").append(one.getClass().getSimpleName());
    }
    told.complete(words.toString());
  }

  final void answers() {
    told.complete("answered");
  }

  final UnsupportedOperationException not(Way way) {
    return new UnsupportedOperationException(way.name());
  }
}
