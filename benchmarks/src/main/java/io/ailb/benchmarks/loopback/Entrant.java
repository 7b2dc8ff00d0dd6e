package io.ailb.benchmarks.loopback;

import io.ailb.benchmarks.loopback.Contender.How;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A contender that runs. */
final class Entrant implements AutoCloseable {
  private final Contender contender;
  private final Running provider;
  private final List<Running> own = new ArrayList<>();
  private final Running client;

  /**
   * Starts it.
   *
   * @param port the provider's
   * @param configuration of ai-lb
   * @param folder for a gateway's
   */
  Entrant(
      Contender contender, Running provider, int port, Path configuration, Path folder, Path agent)
      throws IOException, InterruptedException {
    this.contender = contender;
    this.provider = provider;
    List<String> options = new ArrayList<>();
    if (contender.client().equals(Contender.JDK)) {
      // Where an answer comes before the JDK's pool of connections has let go of the connection
      // that its
      // request went out by, the JDK takes it for the end of an idle one. A provider that answers
      // at
      // once does that every some hundred thousand calls; by itself it would ask again a GET only.
      options.add("-Djdk.httpclient.enableAllMethodRetry=true");
    }
    if (contender.how() == How.AGENT) {
      options.add("-javaagent:" + agent + "=" + configuration + ",log=error");
    }
    Gateway gateway = contender.gateway();
    int entrance = gateway == null ? port : Running.freePort();
    if (gateway != null) {
      Running running =
          new Running(
              gateway
                  .command(folder, entrance, port)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD));
      own.add(running);
      running.awaitPort(entrance);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                contender.client(),
                Gateway.url(entrance),
                gateway == null ? Exchange.MODEL : gateway.model(),
                contender.how() == How.INTERCEPTOR ? configuration.toString() : "-"));
    arguments.addAll(gateway == null ? List.of() : gateway.headers(port));
    client = Running.java(options, Client.class, arguments);
    own.add(client);
  }

  Contender contender() {
    return contender;
  }

  /** Waits until it may take turns. */
  void ready() throws IOException {
    String balanced = client.hear();
    if (!balanced.equals(String.valueOf(contender.isOurs()))) {
      throw new IOException(contender.title() + ": balanced? " + balanced);
    }
  }

  /** Its turn. */
  Taken turn(Load load, Duration time) throws IOException {
    Duration before = cpu();
    client.tell(load + " " + time.toNanos());
    Slice slice = Slice.read(client.hear());
    return new Taken(slice, cpu().minus(before).toNanos() / 1e3 / slice.calls());
  }

  /** That all which takes part in its calls has had, the provider with it. */
  private Duration cpu() {
    return own.stream().map(Running::cpu).reduce(provider.cpu(), Duration::plus);
  }

  @Override
  public void close() {
    own.forEach(Running::close);
  }
}
