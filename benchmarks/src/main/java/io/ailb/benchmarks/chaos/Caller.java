package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.benchmarks.chaos.Ending.Kind;
import io.ailb.benchmarks.chaos.Leaving.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An application's thread that asks one question with bare OkHttp, reads what comes as an SDK
 * would, and leaves when its dice say so.
 */
final class Caller {
  private static final String DATA = "data:";

  private final Ask ask;
  private final Call call;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private volatile long began;
  private volatile long left;

  // Guarded by this: the thread that may be interrupted, and only while it is at this.
  private @Nullable Thread thread;

  Caller(Ask ask, OkHttpClient http, ScheduledExecutorService timer) {
    this.ask = ask;
    this.timer = timer;
    OkHttpClient client =
        ask.leaving().way() == Way.CALL_TIMEOUT
            ? http.newBuilder().callTimeout(ask.leaving().moment(), TimeUnit.MILLISECONDS).build()
            : http;
    call =
        client.newCall(
            ask.tongue().request(Field.origin(ask.pool()), ask.question(), ask.streamed()));
  }

  /** Asks; the future is completed when it is over. */
  CompletableFuture<Ending> ask() {
    began = System.nanoTime();
    ScheduledFuture<?> leaving = prepareToLeave();
    if (ask.enqueued()) {
      call.enqueue(new Hearer());
    } else {
      synchronized (this) {
        thread = Thread.currentThread();
      }
      Ending ending = blocking();
      synchronized (this) {
        thread = null;
      }
      boolean ignored = Thread.interrupted(); // it may have come just now
      over(ending);
    }
    if (leaving != null && !ask.enqueued()) {
      leaving.cancel(false);
    }
    return ended;
  }

  /** Ends it from outside; who still does not come back is lost. */
  void giveUp() {
    call.cancel();
    interrupt();
    over(Ending.of(Kind.HANG, "still waiting"));
  }

  private @Nullable ScheduledFuture<?> prepareToLeave() {
    return switch (ask.leaving().way()) {
      case CANCELLED_BEFORE -> {
        leave();
        yield null;
      }
      case CANCEL -> timer.schedule(this::leave, ask.leaving().moment(), TimeUnit.MILLISECONDS);
      case INTERRUPT ->
          timer.schedule(this::interrupt, ask.leaving().moment(), TimeUnit.MILLISECONDS);
      default -> null;
    };
  }

  private void leave() {
    left = System.nanoTime();
    call.cancel();
  }

  private synchronized void interrupt() {
    if (thread != null) {
      left = System.nanoTime();
      thread.interrupt();
    }
  }

  private void over(Ending ending) {
    long now = System.nanoTime();
    if (ask.leaving().way() == Way.CALL_TIMEOUT) {
      long timeout = began + TimeUnit.MILLISECONDS.toNanos(ask.leaving().moment());
      left = now >= timeout ? timeout : 0;
    }
    long at = left;
    ended.complete(
        ending.at(
            Duration.ofNanos(now - began),
            at == 0 || at > now ? null : Duration.ofNanos(at - began)));
  }

  private Ending blocking() {
    try (Response response = call.execute()) {
      return heard(response);
    } catch (IOException e) {
      return Ending.of(Kind.BROKEN, e.toString());
    } catch (RuntimeException e) {
      return Ending.of(Kind.UNDOCUMENTED, e.toString());
    }
  }

  /** Calls back on a thread of the client. */
  private final class Hearer implements Callback {
    @Override
    public void onFailure(Call failed, IOException e) {
      over(Ending.of(Kind.BROKEN, e.toString()));
    }

    @Override
    public void onResponse(Call answered, Response response) {
      try (response) {
        over(heard(response));
      } catch (RuntimeException e) {
        over(Ending.of(Kind.UNDOCUMENTED, e.toString()));
      }
    }
  }

  private Ending heard(Response response) {
    Ending ending;
    try {
      ending = read(response);
    } catch (JsonProcessingException e) {
      ending = Ending.of(Kind.GARBLED, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      ending = Ending.of(Kind.BROKEN, e.toString());
    }
    String tries = response.header("x-ai-lb-attempts");
    return ending.from(
        response.code(),
        response.header("x-ai-lb-endpoint"),
        tries == null ? 0 : Integer.parseInt(tries),
        response.header("x-ai-lb-reason"));
  }

  private Ending read(Response response) throws IOException {
    ResponseBody body = response.body();
    if (body == null) {
      return Ending.of(Kind.GARBLED, "no body");
    }
    BufferedSource source = body.source();
    if (response.code() >= 400) {
      String text = source.readUtf8();
      String message = Tongue.JSON.readTree(text).path("error").path("message").asText();
      return message.isEmpty()
          ? Ending.of(Kind.GARBLED, "an error that is none: " + text)
          : Ending.of(Kind.ERROR, message);
    }
    if (response.code() != 200) {
      return Ending.of(Kind.GARBLED, "a status that is none: " + response.code());
    }
    return ask.streamed() ? stream(source, response.header("content-type", "")) : whole(source);
  }

  private Ending whole(BufferedSource source) throws IOException {
    if (ask.leaving().way() == Way.CLOSE) {
      source.request(1L + ask.leaving().moment() * 10L);
      left = System.nanoTime();
      return Ending.of(Kind.CLOSED, "");
    }
    String text = source.readUtf8();
    JsonNode answer = Tongue.JSON.readTree(text);
    if (!answer.isObject()) {
      return Ending.of(Kind.GARBLED, "no answer: " + text);
    }
    Hearing hearing = new Hearing();
    ask.tongue().whole(answer, hearing);
    return hearing.ending(false);
  }

  /** Reads event by event; the end of HTTP is the end of the answer, and so is an error. */
  private Ending stream(BufferedSource source, @Nullable String type) throws IOException {
    if (type == null || !type.startsWith("text/event-stream")) {
      return Ending.of(Kind.GARBLED, "a stream of " + type);
    }
    Hearing hearing = new Hearing();
    try {
      return stream(source, hearing);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      // After an error of its dialect an SDK reads no more.
      Ending heard = hearing.ending(true);
      return hearing.hasError()
          ? heard
          : Ending.of(Kind.BROKEN, e.toString()).says(heard.text(), false, false);
    }
  }

  private Ending stream(BufferedSource source, Hearing hearing) throws IOException {
    int pieces = 0;
    for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
      String data = line.startsWith(DATA) ? line.substring(DATA.length()).trim() : "";
      if (data.isEmpty()) {
        continue;
      }
      if (data.equals("[DONE]")) {
        hearing.terminate();
        continue;
      }
      ask.tongue().event(Tongue.JSON.readTree(data), hearing);
      if (ask.leaving().way().isWhileReading() && pieces++ == ask.leaving().moment()) {
        left = System.nanoTime();
        if (ask.leaving().way() == Way.CLOSE) {
          return Ending.of(Kind.CLOSED, "");
        }
        call.cancel();
      }
    }
    return hearing.ending(true);
  }
}
