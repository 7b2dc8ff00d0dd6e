package io.ailb.benchmarks.faults;

import java.nio.ByteBuffer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Spring's WebClient over Reactor Netty, as it comes, with connections enough for all faults. */
final class WebClientCaller implements Caller {
  private final ConnectionProvider connections =
      ConnectionProvider.create("faults", Apache5Caller.CONNECTIONS);
  private final WebClient web =
      WebClient.builder()
          .clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections)))
          .build();

  @Override
  public Experience ask(String baseUrl, Mode mode, int number) {
    Mono<Experience> answer =
        web.post()
            .uri(Chat.url(baseUrl))
            .header(HttpHeaders.AUTHORIZATION, Chat.authorization())
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(Chat.question(mode, number))
            .exchangeToMono(response -> read(response, mode));
    try {
      return answer.blockOptional().orElseGet(() -> Experience.garbled("no body"));
    } catch (RuntimeException e) {
      return Experience.error(0, String.valueOf(Exceptions.unwrap(e)));
    }
  }

  private static Mono<Experience> read(ClientResponse response, Mode mode) {
    int status = response.statusCode().value();
    if (mode == Mode.WHOLE || status >= 400) {
      return response.bodyToMono(String.class).map(text -> Chat.answered(status, text));
    }
    LineFeed lines = new LineFeed();
    return response
        .bodyToFlux(DataBuffer.class)
        .doOnNext(piece -> feed(lines, piece))
        .then(Mono.fromCallable(lines::end));
  }

  private static void feed(LineFeed lines, DataBuffer piece) {
    try {
      byte[] bytes = new byte[piece.readableByteCount()];
      piece.read(bytes);
      lines.bytes(ByteBuffer.wrap(bytes));
    } finally {
      DataBufferUtils.release(piece);
    }
  }

  @Override
  public void close() {
    connections.dispose();
  }
}
