package io.ailb.jdkhttp;

import io.ailb.flow.Observation;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The application's own body subscriber, and what it is told is looked at first: the answer to a
 * request that is only watched.
 */
final class Watched<T> implements BodySubscriber<T> {
  private final BodySubscriber<T> application;
  private final Observation observation;

  private Watched(BodySubscriber<T> application, Observation observation) {
    this.application = application;
    this.observation = observation;
  }

  /** The same for each answer. */
  static <T> BodyHandler<T> handler(BodyHandler<T> application, Observation observation) {
    return info -> {
      BodySubscriber<T> subscriber = application.apply(info);
      try {
        observation.head(info.statusCode(), Wire.fields(info.headers()));
        observation.watch(subscriber);
        return new Watched<>(subscriber, observation);
      } catch (RuntimeException | LinkageError e) {
        observation.left();
        return subscriber;
      }
    };
  }

  @Override
  public CompletionStage<T> getBody() {
    return application.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    application.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            subscription.request(count);
          }

          @Override
          public void cancel() {
            observation.left(); // does nothing where the answer has ended
            subscription.cancel();
          }
        });
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      observation.body(piece);
    }
    application.onNext(pieces);
  }

  @Override
  public void onError(Throwable failure) {
    observation.broke(failure);
    application.onError(failure);
  }

  @Override
  public void onComplete() {
    observation.end();
    application.onComplete();
  }
}
