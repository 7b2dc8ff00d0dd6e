package io.ailb.agent.app.leaving;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

/** Spring's WebClient over Reactor Netty. */
final class ReactorNettyAskers {
  private static final Duration LIMIT = Duration.ofMillis(Asker.LIMIT_MILLIS);

  private ReactorNettyAskers() {}

  static Map<String, Asker> all() {
    HttpClient http = HttpClient.create();
    WebClient patient = web(http);
    WebClient limited = web(http.responseTimeout(LIMIT));
    Map<String, Asker> all = new LinkedHashMap<>();
    all.put(
        "webclient",
        (url, body, way) -> {
          Flux<Integer> bytes = bytes(way == Way.TIMEOUT ? limited : patient, url, body);
          return way == Way.INTERRUPT
              ? new Blocked(bytes)
              : new Subscribed(way == Way.OPERATOR ? bytes.timeout(LIMIT) : bytes);
        });
    return all;
  }

  private static WebClient web(HttpClient client) {
    return WebClient.builder().clientConnector(new ReactorClientHttpConnector(client)).build();
  }

  private static Flux<Integer> bytes(WebClient web, String url, String body) {
    return web.post()
        .uri(url)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .retrieve()
        .bodyToFlux(DataBuffer.class)
        .map(ReactorNettyAskers::size);
  }

  private static int size(DataBuffer piece) {
    int bytes = piece.readableByteCount();
    DataBufferUtils.release(piece);
    return bytes;
  }

  private static final class Subscribed extends Asked {
    private final Disposable subscription;

    Subscribed(Flux<Integer> bytes) {
      subscription = bytes.subscribe(piece -> shows(), this::fails, this::answers);
    }

    @Override
    void leave(Way way) {
      if (way != Way.CANCEL) {
        throw not(way);
      }
      subscription.dispose(); // which nobody is told of
      told.complete("disposed");
    }
  }

  private static final class Blocked extends Asked {
    private final Thread thread;

    Blocked(Flux<Integer> bytes) {
      thread =
          new Thread(
              () -> {
                try {
                  bytes.doOnNext(piece -> shows()).blockLast();
                  answers();
                } catch (RuntimeException e) {
                  fails(e);
                }
              },
              "asks");
      thread.start();
    }

    @Override
    void leave(Way way) {
      if (way != Way.INTERRUPT) {
        throw not(way);
      }
      thread.interrupt();
    }
  }
}
