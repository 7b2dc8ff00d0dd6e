package io.ailb.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects an answer, and tells of its text as it comes where it is a stream. Its methods are
 * called one after the other.
 */
final class AnswerReader implements BodySubscriber<AnswerReader.Read> {
  private final Dialect dialect;
  private final boolean stream;
  private final Consumer<String> listener;
  private final CompletableFuture<Read> read = new CompletableFuture<>();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();

  /** The one that is not whole yet. */
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private Flow.@Nullable Subscription source;
  private @Nullable String error;

  /**
   * What came.
   *
   * @param text of a stream; of a whole answer it is in the body
   * @param error that a stream ended with; null = none
   */
  record Read(String body, boolean stream, String text, @Nullable String error) {}

  AnswerReader(Dialect dialect, ResponseInfo head, Consumer<String> listener) {
    this.dialect = dialect;
    this.stream =
        head.statusCode() / 100 == 2
            && head.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
    this.listener = listener;
  }

  @Override
  public CompletionStage<Read> getBody() {
    return read;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    try {
      for (ByteBuffer piece : pieces) {
        take(piece);
      }
    } catch (RuntimeException | Error e) { // of who listens
      read.completeExceptionally(e);
      if (source != null) {
        source.cancel();
      }
      return;
    }
    if (source != null) {
      source.request(1);
    }
  }

  private void take(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    all.write(bytes, 0, bytes.length);
    int from = 0;
    for (int i = 0; stream && i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, from, i - from);
        line(line.toString(UTF_8));
        line.reset();
        from = i + 1;
      }
    }
    if (stream) {
      line.write(bytes, from, bytes.length - from);
    }
  }

  private void line(String words) {
    if (!words.startsWith("data:")) {
      return;
    }
    JsonNode event = Answers.read(words.substring("data:".length()));
    String piece = Answers.delta(dialect, event);
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.accept(piece);
    }
    String failure = Answers.error(event);
    error = failure == null ? error : failure;
  }

  @Override
  public void onError(Throwable failure) {
    read.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    read.complete(new Read(all.toString(UTF_8), stream, text.toString(), error));
  }
}
