package io.ailb.agent.apache5.async;

import io.ailb.LoadBalancer;
import io.ailb.agent.apache5.Address;
import io.ailb.agent.apache5.Settings;
import io.ailb.agent.apache5.Wire;
import io.ailb.agent.install.Balancer;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Observation;
import io.ailb.flow.Opening;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request over, if it is for a pool. Where it goes is known once the application's producer
 * has been asked for it, which may answer later; one that is not ours is then executed as it came,
 * with what the producer has said.
 */
final class Takeover<T> {
  private static final String TOO_LONG = "its body is too long";

  private final LoadBalancer balancer;
  private final Original<T> original;
  private final ComplexFuture<T> future;

  Takeover(LoadBalancer balancer, Original<T> original) {
    this.balancer = balancer;
    this.original = original;
    this.future = new ComplexFuture<>(original.callback());
  }

  /** Fails, if anything does, while the call can still go on untouched. */
  static void prepare() {
    List<Class<?>> unused =
        List.of(
            Captured.class, Memory.class, Replay.class, Forwarding.class, Takeover.Reading.class);
  }

  /** What the application gets. */
  Future<T> begin() {
    try {
      HttpContext context =
          original.context() == null ? HttpClientContext.create() : original.context();
      original.producer().sendRequest((request, entity, unused) -> asked(request, entity), context);
    } catch (HttpException | IOException | RuntimeException e) {
      fails(e);
    } catch (LinkageError e) { // who waits must not wait for ever
      fails(new IOException(e.toString(), e));
    }
    return future;
  }

  /** On any thread: nobody but us would tell who waits for the answer. */
  private void asked(HttpRequest request, @Nullable EntityDetails entity) {
    try {
      captured(new Captured(request, entity));
    } catch (LinkageError e) {
      fails(new IOException(e.toString(), e));
    }
  }

  private void captured(Captured captured) {
    Opening opening = null;
    try {
      opening = Address.open(balancer, original.target(), captured.request());
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
    }
    if (opening == null) {
      plain(captured, null);
      return;
    }
    EntityDetails entity = captured.entity();
    if (entity == null) {
      take(opening, captured, null);
    } else if (entity.getContentLength() > opening.maxBody()) {
      opening.passThrough(TOO_LONG);
      plain(captured, null);
    } else {
      new Reading(opening, captured).begin();
    }
  }

  /** The body on its way to us. */
  private final class Reading {
    private final Opening opening;
    private final Captured captured;
    private final Memory memory;

    Reading(Opening opening, Captured captured) {
      this.opening = opening;
      this.captured = captured;
      this.memory = new Memory(original.producer(), opening.maxBody(), this::read);
    }

    void begin() {
      memory.begin();
    }

    private void read() {
      try {
        handOn();
      } catch (LinkageError e) {
        fails(new IOException(e.toString(), e));
      }
    }

    private void handOn() {
      Exception failure = memory.failure();
      if (failure != null) {
        fails(failure);
      } else if (memory.ended()) {
        take(opening, captured, memory);
      } else {
        opening.passThrough(TOO_LONG);
        plain(captured, memory);
      }
    }
  }

  private void take(Opening opening, Captured captured, @Nullable Memory memory) {
    Apache5Call<T> call = null;
    try {
      Settings settings =
          new Settings(Clients.settings(original.client()), captured.request(), original.context());
      String pathAndQuery = Wire.pathAndQuery(captured.request());
      long head = settings.responseNanos();
      Exchange exchange =
          pathAndQuery == null
              ? null
              : opening.request(
                  captured.request().getMethod(),
                  pathAndQuery,
                  Wire.fields(captured.request(), captured.entity()),
                  memory == null ? new byte[0] : memory.bytes(),
                  head == Long.MAX_VALUE ? CallerTime.UNBOUNDED : CallerTime.head(head));
      if (exchange != null) {
        Replay untouched = new Replay(original.producer(), captured, memory);
        call = new Apache5Call<>(original, future, settings, untouched, exchange);
      }
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
    }
    if (call == null) {
      Observation observation = opening.observation();
      plain(captured, memory, observation == null ? original.consumer() : watched(observation));
    } else {
      call.start();
    }
  }

  private AsyncResponseConsumer<T> watched(Observation observation) {
    try {
      return new Watched<>(original.consumer(), observation);
    } catch (LinkageError e) {
      observation.left();
      return original.consumer();
    }
  }

  private void plain(Captured captured, @Nullable Memory memory) {
    plain(captured, memory, original.consumer());
  }

  private void plain(
      Captured captured, @Nullable Memory memory, AsyncResponseConsumer<T> consumer) {
    try {
      future.setDependency(
          original.execute(
              new Replay(original.producer(), captured, memory),
              consumer,
              new Forwarding<>(future)));
    } catch (RuntimeException e) {
      fails(e);
    } catch (LinkageError e) {
      fails(new IOException(e.toString(), e));
    }
  }

  private void fails(Exception why) {
    original.producer().failed(why);
    original.consumer().failed(why);
    future.failed(why);
    original.producer().releaseResources();
    original.consumer().releaseResources();
  }
}
