package io.ailb.okhttp;

import io.ailb.flow.AnswerHead;
import io.ailb.flow.Attempt;
import io.ailb.flow.BlockingAnswer;
import io.ailb.flow.Exchange;
import io.ailb.flow.Step;
import io.ailb.flow.Verdict;
import io.ailb.model.WireRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** One call: does what its exchange says, until there is an answer to give to the application. */
final class BlockingCall implements BlockingAnswer.Client {
  /** OkHttp tells nobody that a call was cancelled: who waits has to look. */
  static final long LOOK_MILLIS = 25;

  private final Interceptor.Chain chain;
  private final Request original;
  private final Exchange exchange;
  private final Keys keys;

  BlockingCall(Interceptor.Chain chain, Request original, Exchange exchange, Keys keys) {
    this.chain = chain;
    this.original = original;
    this.exchange = exchange;
    this.keys = keys;
  }

  /** The same on another chain. */
  BlockingCall on(Interceptor.Chain other) {
    return new BlockingCall(other, original, exchange, keys);
  }

  Call call() {
    return chain.call();
  }

  /** The plain call, as if nobody had looked at it. */
  @FunctionalInterface
  interface Plain {
    Response proceed() throws IOException;
  }

  Response run(Plain plain) throws IOException {
    try {
      while (true) {
        Step step = exchange.next();
        if (step instanceof Step.Send send) {
          Response answer = attempt(send.request(), send.attempt());
          if (answer != null) {
            return answer;
          }
        } else if (step instanceof Step.Wait wait) {
          await(wait.ready());
        } else if (step instanceof Step.Answer) {
          if (Deadlines.isOver(chain.call())) {
            throw new InterruptedIOException("timeout"); // as OkHttp itself, not an answer of ours
          }
          return present(null);
        } else if (step instanceof Step.Fail) {
          throw new IOException("Canceled");
        } else {
          return plain.proceed();
        }
      }
    } catch (Throwable e) { // OkHttp 5 throws InterruptedException, which it does not declare
      exchange.abandoned(); // does nothing where the exchange has ended
      throw e;
    }
  }

  @Override
  public @Nullable Upstream goOn() throws IOException {
    while (true) {
      Step step = exchange.next();
      if (step instanceof Step.Send send) {
        Upstream rest = Encore.make(this, send);
        if (rest != null) {
          return rest;
        }
      } else if (step instanceof Step.Wait wait) {
        await(wait.ready());
      } else if (step instanceof Step.Fail) {
        throw left();
      } else {
        return null;
      }
    }
  }

  @Override
  public IOException left() {
    return new IOException("Canceled");
  }

  /** The answer for the application, or null if the request has to go elsewhere. */
  private @Nullable Response attempt(WireRequest wire, Attempt attempt) throws IOException {
    Upstream upstream = open(wire, attempt);
    if (upstream == null) {
      return null;
    }
    return present(upstream);
  }

  /** {@code upstream} null = all that will come is there. */
  private Response present(@Nullable Upstream upstream) throws IOException {
    BlockingAnswer answer = new BlockingAnswer(exchange, this, upstream);
    Verdict ended = exchange.ended();
    Source body = ended == Verdict.DONE ? AnswerBody.whole(answer) : new AnswerBody(answer);
    if (ended == null) {
      exchange.watch(body);
    } else if (upstream != null) {
      upstream.close();
    }
    AnswerHead head = exchange.answer();
    if (head == null) {
      throw new IOException("ai-lb: an answer without a head"); // cannot be, by Exchange's contract
    }
    return Wire.response(original, upstream == null ? null : upstream.response(), head, body);
  }

  /** An answer of which something has come for the application; null if there is none here. */
  @Nullable Upstream open(WireRequest wire, Attempt attempt) throws IOException {
    Interrupts interrupts = new Interrupts(chain.call());
    Destination destination;
    Request request;
    try {
      destination = Destination.of(wire, chain.readTimeoutMillis(), interrupts);
      request = Wire.request(original, wire, destination);
    } catch (RuntimeException | LinkageError bug) { // such as a header that OkHttp does not take
      attempt.failedToSend(bug);
      return null;
    }
    Keys.Way way = keys.way(chain, destination);
    if (way == Keys.Way.NONE) {
      attempt.unusable(false);
      return null;
    }
    Response response;
    try {
      Interceptor.Chain patient = patientChain(attempt);
      Request sent = way == Keys.Way.HEADERS ? Keys.exposed(request, destination) : request;
      response = interruptibly(interrupts, patient, sent);
    } catch (IOException e) {
      interrupts.over();
      rethrowIfLeft(e);
      attempt.broke(e);
      return null;
    }
    if (way == Keys.Way.HEADERS && keys.wereLost(response, destination)) {
      response.close();
      interrupts.over();
      attempt.unusable(true);
      return null;
    }
    Upstream upstream = new Upstream(response, attempt, chain, interrupts);
    Verdict verdict;
    try {
      verdict = attempt.head(response.code(), Wire.fields(response.headers()));
      while (verdict == Verdict.HOLD) {
        verdict = upstream.read();
      }
    } catch (Throwable e) {
      upstream.close();
      throw e;
    }
    if (verdict == Verdict.DROP || verdict == Verdict.GONE) {
      upstream.close();
      return null;
    }
    return upstream;
  }

  private static Response interruptibly(
      Interrupts interrupts, Interceptor.Chain chain, Request request) throws IOException {
    interrupts.begins();
    try {
      return chain.proceed(request);
    } catch (IOException e) {
      throw interrupts.why(e);
    } finally {
      interrupts.ends();
    }
  }

  /** Each wait of the client, until the answer begins, lasts no longer than core's patience. */
  private Interceptor.Chain patientChain(Attempt attempt) {
    long patience = attempt.patience();
    long connect = attempt.connectPatience() == 0 ? patience : attempt.connectPatience();
    int connectMillis = shorter(chain.connectTimeoutMillis(), Math.min(connect, patience));
    int writeMillis = shorter(chain.writeTimeoutMillis(), patience);
    int readMillis = shorter(chain.readTimeoutMillis(), patience);
    Interceptor.Chain patient = chain; // each change makes another one
    if (connectMillis != chain.connectTimeoutMillis()) {
      patient = patient.withConnectTimeout(connectMillis, TimeUnit.MILLISECONDS);
    }
    if (writeMillis != chain.writeTimeoutMillis()) {
      patient = patient.withWriteTimeout(writeMillis, TimeUnit.MILLISECONDS);
    }
    if (readMillis != chain.readTimeoutMillis()) {
      patient = patient.withReadTimeout(readMillis, TimeUnit.MILLISECONDS);
    }
    return patient;
  }

  /** The shorter of two times; to OkHttp 0 means for ever. */
  private static int shorter(int millis, long nanos) {
    // Rounded up: who wakes early finds that time is not over yet.
    long other = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    return (int) Math.min(other, millis == 0 ? Integer.MAX_VALUE : millis);
  }

  private void await(CompletableFuture<@Nullable Void> ready) throws IOException {
    while (!ready.isDone()) {
      try {
        ready.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (chain.call().isCanceled()) {
          throw left();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        throw new IOException("ai-lb: waiting failed", e); // core completes it normally only
      }
    }
  }

  private void rethrowIfLeft(IOException e) throws IOException {
    if (hasLeft(chain)) {
      throw e;
    }
  }

  /** Whether the application does not want an answer any more. */
  static boolean hasLeft(Interceptor.Chain chain) {
    return chain.call().isCanceled() || Thread.currentThread().isInterrupted();
  }
}
