package io.ailb.client;

import io.ailb.LoadBalancer;
import io.ailb.client.ChatException.Fault;
import io.ailb.expose.EndpointStats;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Opening;
import io.ailb.flow.Receipt;
import io.ailb.jdkhttp.PoolCall;
import io.ailb.model.Dialect;
import io.ailb.model.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings a request to a pool that serves it, and makes a result of what comes back. */
final class Dispatch {
  private static final int MAX_MESSAGE = 2_000;

  /** The one that has temperatures, as all SDKs send it. */
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final LoadBalancer balancer;
  private final HttpClient client;
  private final @Nullable String pool;
  private final @Nullable String model;
  private volatile boolean closed;

  Dispatch(
      LoadBalancer balancer, HttpClient client, @Nullable String pool, @Nullable String model) {
    this.balancer = balancer;
    this.client = client;
    this.pool = pool;
    this.model = model;
  }

  LoadBalancer balancer() {
    return balancer;
  }

  /**
   * That the limits of all endpoints let through together; infinite if one has none that is known.
   */
  double requestsPerSecond() {
    double perMinute = 0;
    for (String name : pools()) {
      for (EndpointStats endpoint : balancer.stats().pool(name).endpoints()) {
        if (endpoint.requestsPerMinuteLimit() <= 0) {
          return Double.POSITIVE_INFINITY;
        }
        perMinute += endpoint.requestsPerMinuteLimit();
      }
    }
    return perMinute / 60;
  }

  /** From now on it sends nothing. */
  void close() {
    closed = true;
  }

  /** In the order in which they are asked. */
  List<String> pools() {
    return pool == null ? balancer.poolNames() : List.of(pool);
  }

  /**
   * Sends it; a request that nobody could ever serve fails at once.
   *
   * @param batch whether it waits for a place without end, behind others
   * @param text hears it piece by piece, if it is a stream
   * @param placed runs each time an endpoint is about to be asked
   */
  Asked send(
      ChatRequest request, boolean stream, boolean batch, Consumer<String> text, Runnable placed) {
    if (closed) {
      throw left("the client is closed", null);
    }
    for (String candidate : pools()) {
      if (request.path() != null) {
        Asked asked = send(candidate, given(request, request.path()), request, batch, text, placed);
        if (asked != null) {
          return asked;
        }
      } else {
        String asksFor = modelOf(request);
        for (Dialect dialect : Wording.DIALECTS) {
          Wording wording = Wording.of(request, asksFor, stream, dialect);
          Asked asked = send(candidate, wording, request, batch, text, placed);
          if (asked != null) {
            return asked;
          }
        }
      }
    }
    throw nobody(request);
  }

  private String modelOf(ChatRequest request) {
    String asksFor = request.model() == null ? model : request.model();
    if (asksFor == null) {
      throw refused("the request names no model, and the client has none either");
    }
    return asksFor;
  }

  private Wording given(ChatRequest request, String target) {
    int mark = target.indexOf('?');
    Opening opening =
        balancer.beginIn(pools().get(0), mark < 0 ? target : target.substring(0, mark));
    if (opening == null) {
      throw refused(
          "nothing that ai-lb knows is asked at %s; such as /v1/chat/completions is"
              .formatted(target));
    }
    if (request.json().length > opening.maxBody()) {
      throw refused(
          "a request of %,d bytes is too long: at most %,d can be balanced"
              .formatted(request.json().length, opening.maxBody()));
    }
    return new Wording(opening.operation().dialect(), target, request.json());
  }

  private @Nullable Asked send(
      String candidate,
      Wording wording,
      ChatRequest request,
      boolean batch,
      Consumer<String> text,
      Runnable placed) {
    int mark = wording.target().indexOf('?');
    String path = mark < 0 ? wording.target() : wording.target().substring(0, mark);
    Opening opening = balancer.beginIn(candidate, path);
    if (opening == null) {
      return null;
    }
    HttpRequest.Builder http =
        HttpRequest.newBuilder(URI.create("https://ai-lb.invalid" + wording.target()))
            .header("content-type", "application/json");
    if (wording.dialect() == Dialect.ANTHROPIC) {
      http.header("anthropic-version", ANTHROPIC_VERSION);
    }
    if (!request.tags().isEmpty()) {
      http.header("x-ai-lb-tags", String.join(",", request.tags()));
    }
    boolean asks = opening.operation().kind() != Operation.Kind.INFORM || wording.body().length > 0;
    http = asks ? http.POST(BodyPublishers.noBody()) : http.GET();
    PoolCall<AnswerReader.Read> call =
        PoolCall.send(
            client,
            opening,
            http.build(),
            wording.body(),
            time(request, batch),
            head -> new AnswerReader(wording.dialect(), head, text),
            placed);
    return call == null ? null : new Asked(call, answer(candidate, wording.dialect(), call));
  }

  private static CallerTime time(ChatRequest request, boolean batch) {
    Duration timeout = request.timeout();
    return new CallerTime(
        timeout == null ? Long.MAX_VALUE : timeout.toNanos(), Long.MAX_VALUE, batch);
  }

  private static CompletableFuture<ChatResult> answer(
      String pool, Dialect dialect, PoolCall<AnswerReader.Read> call) {
    CompletableFuture<ChatResult> answer = new CompletableFuture<>();
    var unusedAnswer =
        call.answer()
            .whenComplete(
                (response, failure) -> {
                  try {
                    if (failure == null) {
                      answer.complete(result(pool, dialect, call.receipt(), response));
                    } else {
                      answer.completeExceptionally(failed(pool, call.receipt(), failure));
                    }
                  } catch (RuntimeException | Error e) { // nobody must wait for ever
                    answer.completeExceptionally(e);
                  }
                });
    var unusedEnd =
        answer.whenComplete(
            (result, failure) -> {
              if (failure instanceof CancellationException) {
                call.answer().cancel(true);
              }
            });
    return answer;
  }

  private static ChatResult result(
      String pool,
      Dialect dialect,
      @Nullable Receipt receipt,
      HttpResponse<AnswerReader.Read> response) {
    AnswerReader.Read read = response.body();
    int status = response.statusCode();
    if (status / 100 != 2 || read.error() != null) {
      throw failed(pool, receipt, status, read);
    }
    String content = read.stream() ? read.text() : Answers.text(dialect, Answers.read(read.body()));
    String requestId =
        response
            .headers()
            .firstValue("x-request-id")
            .or(() -> response.headers().firstValue("request-id"))
            .orElse(null);
    if (receipt == null) {
      throw new IllegalStateException("an answer has ended, but not its exchange");
    }
    return new ChatResult(
        content,
        read.body(),
        status,
        requestId,
        String.valueOf(receipt.endpoint()),
        receipt.model(),
        receipt.attempts(),
        receipt.usage().input(),
        receipt.usage().output(),
        receipt.cost(),
        receipt.currency(),
        Duration.ofNanos(receipt.totalNanos()),
        Duration.ofNanos(receipt.waitedNanos()));
  }

  // What goes wrong.

  private static ChatException failed(
      String pool, @Nullable Receipt receipt, int status, AnswerReader.Read read) {
    String said = read.error() == null ? Answers.error(Answers.read(read.body())) : read.error();
    String endpoint = receipt == null ? null : receipt.endpoint();
    StringBuilder message = new StringBuilder();
    String words = said == null ? "no reason was given" : said;
    if (!words.startsWith("pool \"")) { // ours names everybody itself
      message.append("pool \"").append(pool).append("\"");
      message.append(endpoint == null ? "" : ", endpoint " + endpoint);
      message.append(": ").append(status / 100 == 2 ? "the stream broke" : status).append(": ");
    }
    message.append(words.length() > MAX_MESSAGE ? words.substring(0, MAX_MESSAGE) + "…" : words);
    return new ChatException(
        fault(receipt, status),
        message.toString(),
        pool,
        endpoint,
        status,
        read.body(),
        receipt == null ? 0 : receipt.attempts(),
        null);
  }

  private static Fault fault(@Nullable Receipt receipt, int status) {
    if (receipt == null) {
      return Fault.POOL;
    }
    if (!receipt.mayHelpAgain() || status == 404) { // what nobody has nobody will have
      return Fault.REQUEST;
    }
    return receipt.keys() ? Fault.KEYS : Fault.POOL;
  }

  private static ChatException failed(String pool, @Nullable Receipt receipt, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String endpoint = receipt == null ? null : receipt.endpoint();
    boolean left = cause instanceof CancellationException;
    return new ChatException(
        left ? Fault.LEFT : Fault.POOL,
        "pool \"%s\"%s: %s"
            .formatted(
                pool,
                endpoint == null ? "" : ", endpoint " + endpoint,
                cause.getMessage() == null ? cause.toString() : cause.getMessage()),
        pool,
        endpoint,
        0,
        "",
        receipt == null ? 0 : receipt.attempts(),
        cause);
  }

  private ChatException nobody(ChatRequest request) {
    String asked =
        request.path() != null
            ? request.path() + " with a body of this model"
            : "model " + (request.model() == null ? model : request.model());
    return refused(
        "no endpoint could ever serve %s: not JSON, a model that none lists or maps, or tags that none has"
            .formatted(asked));
  }

  private ChatException refused(String why) {
    String named = String.join("\", \"", pools());
    return new ChatException(
        Fault.REQUEST, "pool \"%s\": %s".formatted(named, why), named, null, 0, "", 0, null);
  }

  /** Of an item that could not even be asked, or of an end that nobody foresaw. */
  ChatException broken(Throwable cause) {
    String named = String.join("\", \"", pools());
    boolean left = cause instanceof CancellationException;
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new ChatException(
        left ? Fault.LEFT : Fault.REQUEST,
        left ? "pool \"%s\": the call was cancelled".formatted(named) : why,
        named,
        null,
        0,
        "",
        0,
        cause);
  }

  ChatException left(String why, @Nullable Throwable cause) {
    String named = String.join("\", \"", pools());
    return new ChatException(
        Fault.LEFT, "pool \"%s\": %s".formatted(named, why), named, null, 0, "", 0, cause);
  }
}
