package io.ailb.benchmarks.chaos;

import io.ailb.benchmarks.chaos.Ending.Kind;
import io.ailb.benchmarks.chaos.Leaving.Way;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/** Asks with bare OkHttp: blocking, or called back. */
final class OkHttpCaller extends Caller {
  private final Call call;

  OkHttpCaller(Ask ask, OkHttpClient http, ScheduledExecutorService timer) {
    super(ask, timer);
    OkHttpClient client =
        ask.leaving().way() == Way.CALL_TIMEOUT
            ? http.newBuilder().callTimeout(ask.leaving().moment(), TimeUnit.MILLISECONDS).build()
            : http;
    call =
        client.newCall(
            ask.tongue().request(Field.origin(ask.pool()), ask.question(), ask.streamed()));
  }

  @Override
  CompletableFuture<Ending> ask() {
    began();
    if (ask.leaving().way() == Way.CANCELLED_BEFORE) {
      leave();
    }
    if (ask.enqueued()) {
      var unused = prepareToLeave();
      call.enqueue(new Hearer());
    } else {
      blocking(this::execute);
    }
    return ended;
  }

  @Override
  void cancel() {
    call.cancel();
  }

  @Override
  void over(Ending ending) {
    if (ask.leaving().way() == Way.CALL_TIMEOUT) {
      leftByTimeout();
    }
    super.over(ending);
  }

  private Ending execute() throws IOException {
    try (Response response = call.execute()) {
      return heard(response);
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
    ResponseBody body = response.body();
    if (body == null) {
      return Ending.of(Kind.GARBLED, "no body");
    }
    BufferedSource source = body.source();
    return heard(
        response.code(),
        response::header,
        new Words() {
          @Override
          public @org.jspecify.annotations.Nullable String line() throws IOException {
            return source.readUtf8Line();
          }

          @Override
          public String all() throws IOException {
            return source.readUtf8();
          }

          @Override
          public void some(int bytes) throws IOException {
            source.request(bytes);
          }
        });
  }
}
