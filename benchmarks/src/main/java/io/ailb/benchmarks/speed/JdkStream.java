package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.RequestSize;
import io.ailb.benchmarks.Requests;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.model.Dialect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A streamed call through the JDK's client, which is a {@link StandIn}. */
final class JdkStream {
  private JdkStream() {}

  /**
   * What reads so many events on.
   *
   * @param balancer null = none
   */
  static Work reading(Dialect dialect, @Nullable LoadBalancer balancer, int events) {
    return reading(dialect, balancer, new Reader(), events);
  }

  /** The floor: what comes is looked at where the JDK's client has put it, and handed on. */
  static Work looking(Dialect dialect, int events) {
    return reading(dialect, null, new Looking(), events);
  }

  private static Work reading(
      Dialect dialect, @Nullable LoadBalancer balancer, Reader reader, int events) {
    StandIn standIn = new StandIn(Sent.endless(dialect));
    HttpClient client = balancer == null ? standIn : BalancedHttpClient.wrap(standIn, balancer);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(Streamed.url(dialect)))
            .header("content-type", "application/json")
            .header("authorization", "Bearer unused")
            .POST(BodyPublishers.ofByteArray(Requests.body(dialect, RequestSize.CHAT_2K)))
            .build();
    var unused = client.sendAsync(request, info -> reader);
    standIn.bring(); // what is held back until there is content
    return () -> {
      long before = reader.length;
      for (int i = 0; i < events; i++) {
        reader.ask();
        standIn.bring();
      }
      if (reader.length == before) {
        throw new IllegalStateException("nothing has come");
      }
      return reader.length;
    };
  }

  /** An application that asks for one piece after the other. */
  private static class Reader implements BodySubscriber<Reader> {
    private Flow.@Nullable Subscription subscription;
    private long length;

    private void ask() {
      if (subscription == null) {
        throw new IllegalStateException("no answer has begun");
      }
      subscription.request(1);
    }

    @Override
    public CompletionStage<Reader> getBody() {
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
      subscription = source;
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (int i = 0; i < pieces.size(); i++) {
        length += pieces.get(i).remaining();
      }
    }

    @Override
    public void onError(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {}
  }

  private static final class Looking extends Reader {
    private final Passing passing = new Passing(new Buffer());
    private final byte[] scratch = new byte[16 * 1024];

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (int i = 0; i < pieces.size(); i++) {
        ByteBuffer piece = pieces.get(i);
        int count = piece.remaining();
        piece.get(piece.position(), scratch, 0, count);
        passing.look(scratch, 0, count);
      }
      super.onNext(pieces);
    }
  }
}
