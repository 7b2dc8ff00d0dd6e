package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ailb.LoadBalancer;
import io.ailb.LoadBalancerBuilder;
import io.ailb.PoolBuilder;
import io.ailb.expose.EndpointStats;
import io.ailb.expose.PoolStats;
import io.ailb.model.WireRequest;
import io.ailb.observe.AnswerLost;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.Bug;
import io.ailb.observe.EndpointChanged;
import io.ailb.observe.Listener;
import io.ailb.observe.NobodyCan;
import io.ailb.observe.PassedThrough;
import io.ailb.observe.PoolExhausted;
import io.ailb.observe.RequestEnded;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** A load balancer in a world without sockets, where time is turned by hand. */
final class World implements Listener, AutoCloseable {
  final ManualTime time = new ManualTime();
  final Map<String, Deque<Reply>> replies = new HashMap<>();
  final Map<String, Reply> always = new HashMap<>();
  final List<String> sentTo = new ArrayList<>();
  final List<WireRequest> sent = new ArrayList<>();
  final List<AttemptEnded> attempts = new ArrayList<>();
  final List<RequestEnded> requests = new ArrayList<>();
  final List<PassedThrough> passed = new ArrayList<>();
  final List<EndpointChanged> changes = new ArrayList<>();
  final List<AnswerLost> lost = new ArrayList<>();
  final List<NobodyCan> refused = new ArrayList<>();
  final List<PoolExhausted> exhausted = new ArrayList<>();
  final List<Bug> bugs = new ArrayList<>();
  final Map<Object, Runnable> watched = new HashMap<>();
  final LoadBalancer balancer;

  private final Random random = new Random(42);

  World(Consumer<PoolBuilder> pool) {
    this(builder -> builder.pool(pool), true);
  }

  World(Consumer<LoadBalancerBuilder> configuration, boolean any) {
    LoadBalancerBuilder builder =
        LoadBalancer.builder()
            .ticker(time)
            .clock(time)
            .timer(time)
            .dice(random::nextDouble)
            .reaper(watched::put)
            .chores(Runnable::run)
            .environment(name -> null)
            .properties(Map.of())
            .override("management.jmx.enabled", "false", "a test");
    configuration.accept(builder);
    balancer = builder.build();
    balancer.addListener(this);
  }

  /** A pool of endpoints named a, b, … at hosts of the same names, in the tiers given. */
  static World tiers(int... tiers) {
    return tiers(pool -> {}, tiers);
  }

  static World tiers(Consumer<PoolBuilder> more, int... tiers) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered");
          pool.set("match.hosts", "*");
          for (int i = 0; i < tiers.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            int tier = tiers[i];
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider("openai")
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .tier(tier));
          }
          more.accept(pool);
        });
  }

  /** The next attempt on this endpoint meets this. */
  World next(String endpoint, Reply... next) {
    Deque<Reply> queue = replies.computeIfAbsent(endpoint, created -> new ArrayDeque<>());
    queue.addAll(List.of(next));
    return this;
  }

  /** All further attempts on this endpoint meet this. */
  World always(String endpoint, Reply reply) {
    always.put(endpoint, reply);
    return this;
  }

  Reply reply(WireRequest request) {
    String host = URI.create(request.url()).getHost();
    sentTo.add(host);
    sent.add(request);
    Deque<Reply> queue = replies.get(host);
    Reply reply = queue == null || queue.isEmpty() ? always.get(host) : queue.poll();
    return reply == null ? Reply.chat("from " + host) : reply;
  }

  static String text(WireRequest request) {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer part : request.body()) {
      text.append(UTF_8.decode(part.duplicate()));
    }
    return text.toString();
  }

  PoolStats pool() {
    return balancer.stats().pools().get(0);
  }

  EndpointStats endpoint(String name) {
    return pool().endpoints().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void attemptEnded(AttemptEnded event) {
    attempts.add(event);
  }

  @Override
  public void requestEnded(RequestEnded event) {
    requests.add(event);
  }

  @Override
  public void passedThrough(PassedThrough event) {
    passed.add(event);
  }

  @Override
  public void endpointChanged(EndpointChanged event) {
    changes.add(event);
  }

  @Override
  public void answerLost(AnswerLost event) {
    lost.add(event);
  }

  @Override
  public void nobodyCan(NobodyCan event) {
    refused.add(event);
  }

  @Override
  public void poolExhausted(PoolExhausted event) {
    exhausted.add(event);
  }

  @Override
  public void bug(Bug event) {
    bugs.add(event);
  }

  @Override
  public void close() {
    balancer.close();
  }
}
