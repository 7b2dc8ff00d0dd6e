package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.benchmarks.chaos.Ending.Kind;
import io.ailb.benchmarks.chaos.Leaving.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An application's thread that asks one question with a bare HTTP client, reads what comes as an
 * SDK would, and leaves when its dice say so.
 */
abstract class Caller {
  private static final String DATA = "data:";

  final Ask ask;
  final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final ScheduledExecutorService timer;
  private final Hearing hearing = new Hearing();
  private volatile long began;
  private volatile long left;
  private int pieces;

  // Guarded by this: the thread that may be interrupted, and only while it is at this.
  private @Nullable Thread thread;

  Caller(Ask ask, ScheduledExecutorService timer) {
    this.ask = ask;
    this.timer = timer;
  }

  /** Asks; the future is completed when it is over. */
  abstract CompletableFuture<Ending> ask();

  /** Ends the call by the client's own means. */
  abstract void cancel();

  /** The body of an answer, as a blocking client gives it. */
  interface Words {
    @Nullable String line() throws IOException;

    String all() throws IOException;

    /** Reads no more than that. */
    void some(int bytes) throws IOException;
  }

  final void began() {
    began = System.nanoTime();
  }

  /** Does it on this thread, which may be interrupted meanwhile. */
  final void blocking(Callable<Ending> call) {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    ScheduledFuture<?> leaving = prepareToLeave();
    Ending ending;
    try {
      ending = call.call();
    } catch (IOException | UncheckedIOException | InterruptedException e) {
      ending = Ending.of(Kind.BROKEN, e.toString());
    } catch (Exception e) {
      ending = Ending.of(Kind.UNDOCUMENTED, e.toString());
    }
    synchronized (this) {
      thread = null;
    }
    boolean ignored = Thread.interrupted(); // it may have come just now
    over(ending);
    if (leaving != null) {
      leaving.cancel(false);
    }
  }

  /** Ends it from outside; who still does not come back is lost. */
  final void giveUp() {
    cancel();
    interrupt();
    over(Ending.of(Kind.HANG, "still waiting"));
  }

  final @Nullable ScheduledFuture<?> prepareToLeave() {
    return switch (ask.leaving().way()) {
      case CANCEL -> timer.schedule(this::leave, ask.leaving().moment(), TimeUnit.MILLISECONDS);
      case INTERRUPT ->
          timer.schedule(this::interrupt, ask.leaving().moment(), TimeUnit.MILLISECONDS);
      default -> null;
    };
  }

  final void leave() {
    left = System.nanoTime();
    cancel();
  }

  final synchronized void interrupt() {
    if (thread != null) {
      left = System.nanoTime();
      thread.interrupt();
    }
  }

  /** The client's time limit is why it has left, if it was over by now. */
  final void leftByTimeout() {
    long timeout = began + TimeUnit.MILLISECONDS.toNanos(ask.leaving().moment());
    left = System.nanoTime() >= timeout ? timeout : 0;
  }

  void over(Ending ending) {
    long now = System.nanoTime();
    long at = left;
    ended.complete(
        ending.at(
            Duration.ofNanos(now - began),
            at == 0 || at > now ? null : Duration.ofNanos(at - began)));
  }

  final Ending heard(int status, UnaryOperator<@Nullable String> headers, Words words) {
    Ending ending;
    try {
      ending = read(status, headers, words);
    } catch (JsonProcessingException e) {
      ending = Ending.of(Kind.GARBLED, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      ending = Ending.of(Kind.BROKEN, e.toString());
    }
    return of(ending, status, headers);
  }

  static Ending of(Ending ending, int status, UnaryOperator<@Nullable String> headers) {
    String tries = headers.apply("x-ai-lb-attempts");
    return ending.from(
        status,
        headers.apply("x-ai-lb-endpoint"),
        tries == null ? 0 : Integer.parseInt(tries),
        headers.apply("x-ai-lb-reason"));
  }

  private Ending read(int status, UnaryOperator<@Nullable String> headers, Words words)
      throws IOException {
    if (status != 200) {
      return refused(status, words.all());
    }
    if (ask.streamed()) {
      Ending none = noStream(headers);
      return none == null ? stream(words) : none;
    }
    if (ask.leaving().way() == Way.CLOSE) {
      words.some(1 + ask.leaving().moment() * 10);
      left = System.nanoTime();
      return Ending.of(Kind.CLOSED, "");
    }
    return whole(words.all());
  }

  static Ending refused(int status, String text) throws JsonProcessingException {
    if (status < 400) {
      return Ending.of(Kind.GARBLED, "a status that is none: " + status);
    }
    String message = Tongue.JSON.readTree(text).path("error").path("message").asText();
    return message.isEmpty()
        ? Ending.of(Kind.GARBLED, "an error that is none: " + text)
        : Ending.of(Kind.ERROR, message);
  }

  final Ending whole(String text) throws JsonProcessingException {
    JsonNode answer = Tongue.JSON.readTree(text);
    if (!answer.isObject()) {
      return Ending.of(Kind.GARBLED, "no answer: " + text);
    }
    ask.tongue().whole(answer, hearing);
    return hearing.ending(false);
  }

  /** Null if it is a stream of events. */
  static @Nullable Ending noStream(UnaryOperator<@Nullable String> headers) {
    String type = headers.apply("content-type");
    return type != null && type.startsWith("text/event-stream")
        ? null
        : Ending.of(Kind.GARBLED, "a stream of " + type);
  }

  /** Reads event by event; the end of HTTP is the end of the answer, and so is an error. */
  private Ending stream(Words words) throws IOException {
    try {
      for (String line = words.line(); line != null; line = words.line()) {
        if (isEnough(line)) {
          return Ending.of(Kind.CLOSED, "");
        }
      }
      return hearing.ending(true);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      return broken(e);
    }
  }

  /** After an error of its dialect an SDK reads no more. */
  final Ending broken(Throwable why) {
    Ending heard = hearing.ending(true);
    return hearing.hasError()
        ? heard
        : Ending.of(Kind.BROKEN, why.toString()).says(heard.text(), false, false);
  }

  final Ending end() {
    return hearing.ending(true);
  }

  /** Takes a line in; true = its reader closes the answer now. */
  final boolean isEnough(String line) throws JsonProcessingException {
    String data = line.startsWith(DATA) ? line.substring(DATA.length()).trim() : "";
    if (data.isEmpty()) {
      return false;
    }
    if (data.equals("[DONE]")) {
      hearing.terminate();
      return false;
    }
    ask.tongue().event(Tongue.JSON.readTree(data), hearing);
    if (ask.leaving().way().isWhileReading() && pieces++ == ask.leaving().moment()) {
      left = System.nanoTime();
      if (ask.leaving().way() == Way.CLOSE) {
        return true;
      }
      cancel();
    }
    return false;
  }
}
