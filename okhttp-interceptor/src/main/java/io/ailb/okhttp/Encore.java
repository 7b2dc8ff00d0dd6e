package io.ailb.okhttp;

import io.ailb.flow.Attempt;
import io.ailb.flow.Step;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * A try for the rest of an answer whose beginning the application has. OkHttp sends nothing more
 * for a call that has its response; so the call is copied, and where the copy comes to our
 * interceptor it takes this try instead of the application's request. The application's other
 * interceptors see one more call, with an answer without a body: the rest itself goes into the body
 * that the application reads.
 */
final class Encore {
  /** Copies on their way to our interceptor. */
  private static final Map<Call, Encore> ON_THEIR_WAY = new ConcurrentHashMap<>(2);

  private final BlockingCall first;
  private final Step.Send send;
  private final Call copy;
  private @Nullable Upstream upstream;
  private boolean arrived;
  private @Nullable IOException left;
  private volatile boolean over;

  private Encore(BlockingCall first, Step.Send send) {
    this.first = first;
    this.send = send;
    this.copy = first.call().clone();
  }

  /** Makes the try; null if the rest has to come from elsewhere, or all of it is there. */
  static @Nullable Upstream make(BlockingCall first, Step.Send send) throws IOException {
    return new Encore(first, send).make();
  }

  /** What a call is a copy for; null if it is an application's own. */
  static @Nullable Encore of(Call call) {
    return ON_THEIR_WAY.isEmpty() ? null : ON_THEIR_WAY.get(call);
  }

  private @Nullable Upstream make() throws IOException {
    ON_THEIR_WAY.put(copy, this);
    followCancellation();
    try {
      copy.execute().close();
    } catch (IOException | RuntimeException e) {
      // What becomes of the copy is told by our own part of it.
    } finally {
      ON_THEIR_WAY.remove(copy);
      over = upstream == null;
    }
    if (left != null) {
      throw left;
    }
    if (!arrived) { // another interceptor answered or failed first
      send.attempt().unusable(false);
    }
    return upstream;
  }

  /** The copy has come to our interceptor. */
  Response arrive(Interceptor.Chain chain) throws IOException {
    if (!arrived) {
      arrived = true;
      Attempt attempt = send.attempt();
      Upstream opened;
      try {
        opened = first.on(chain).open(send.request(), attempt);
      } catch (IOException e) {
        left = e;
        throw e;
      }
      if (opened != null) {
        opened.whenClosed(() -> over = true);
        upstream = opened;
      }
    }
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(204)
        .message("No Content")
        .body(new Nothing())
        .build();
  }

  private static final class Nothing extends ResponseBody {
    private final Buffer empty = new Buffer();

    @Override
    public @Nullable MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return 0;
    }

    @Override
    public BufferedSource source() {
      return empty;
    }
  }

  /** The application cancels the call that it knows, and nobody is told: somebody has to look. */
  private void followCancellation() {
    Thread looking =
        new Thread(
            () -> {
              while (!over) {
                if (first.call().isCanceled()) {
                  copy.cancel();
                  return;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BlockingCall.LOOK_MILLIS));
              }
            },
            Thread.currentThread().getName() + " ai-lb");
    looking.setDaemon(true);
    looking.start();
  }
}
