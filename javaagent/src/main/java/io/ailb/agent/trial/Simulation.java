package io.ailb.agent.trial;

import io.ailb.config.PoolConfig;
import io.ailb.expose.EndpointStats;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.model.Price;
import io.ailb.select.MemberSettings;
import io.ailb.time.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;

/** Many requests to one pool, in virtual time. */
public final class Simulation {
  /** As long as SDKs wait by default. */
  private static final CallerTime PATIENCE = CallerTime.total(EventLoop.nanos(600));

  /** Lengths scatter by about half of their mean. */
  private static final double SCATTER = 0.5;

  private final Trial trial;
  private final EventLoop loop;
  private final PoolConfig pool;
  private final Ask ask;
  private final Load load;
  private final Random random;
  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private final List<Double> waits = new ArrayList<>();
  private final List<Double> latencies = new ArrayList<>();
  private final SortedMap<String, Integer> failed = new TreeMap<>();
  private int requests;
  private int open;

  /**
   * One run; for one use.
   *
   * @param ask that the pool takes
   * @param seed of the requests and of the providers' luck
   */
  public Simulation(Trial trial, PoolConfig pool, Ask ask, Load load, long seed) {
    this.trial = trial;
    this.loop = trial.loop();
    this.pool = pool;
    this.ask = ask;
    this.load = load;
    this.random = new Random(seed);
    Map<String, Account> accounts = new HashMap<>();
    for (MemberSettings member : pool.pool().members()) {
      providers.put(
          member.endpoint().name(), new Provider(member, ask.model(), accounts, load.speed()));
    }
  }

  /**
   * Runs it.
   *
   * @param progress hears now and then how much is done, from 0 to 1
   */
  public Outcome run(DoubleConsumer progress) {
    double began = loop.seconds();
    double told = 0;
    next(began);
    while (open > 0 || loop.seconds() - began < load.seconds()) {
      if (!loop.next()) {
        throw new IllegalStateException(open + " requests never end");
      }
      double done = Math.min(1, (loop.seconds() - began) / load.seconds());
      if (done - told >= 0.01) {
        told = done;
        progress.accept(done);
      }
    }
    if (trial.balancer().stats().bugs() > 0) {
      throw new IllegalStateException("a bug of ai-lb showed itself: please report it");
    }
    return outcome();
  }

  /** Requests come one by one, at random, until their time is over. */
  private void next(double began) {
    double gap = -StrictMath.log(1 - random.nextDouble()) / load.rps();
    if (loop.seconds() - began + gap < load.seconds()) {
      loop.inSeconds(
          gap,
          () -> {
            next(began);
            arrive();
          });
    } else {
      loop.inSeconds(began + load.seconds() - loop.seconds(), () -> {});
    }
  }

  private void arrive() {
    requests++;
    Account.Size size = new Account.Size(length(load.inputTokens()), length(load.outputTokens()));
    Exchange exchange = trial.begin(ask, ask.body(size.input()), PATIENCE);
    if (exchange == null) {
      throw new IllegalStateException("the pool does not take " + ask);
    }
    open++;
    new Caller(size).start(exchange);
  }

  /** Of this mean, never below a token. */
  private int length(int mean) {
    double factor = StrictMath.exp(SCATTER * random.nextGaussian() - SCATTER * SCATTER / 2);
    return (int) Math.max(1, Math.round(mean * factor));
  }

  /** A request whose outcome is noted. */
  private final class Caller extends Visit {
    private Caller(Account.Size size) {
      super(loop, random, size, providers::get);
    }

    @Override
    void good(Provider by, double waited, double took) {
      open--;
      waits.add(waited);
      latencies.add(took);
    }

    @Override
    void bad(String why) {
      open--;
      failed.merge(why, 1, Integer::sum);
    }
  }

  private Outcome outcome() {
    int good = waits.size();
    List<Outcome.OfEndpoint> endpoints = new ArrayList<>();
    for (EndpointStats stats : trial.balancer().stats().pool(pool.pool().name()).endpoints()) {
      Provider provider = providers.get(stats.name());
      if (provider != null) {
        endpoints.add(ofEndpoint(stats, provider, good));
      }
    }
    return new Outcome(
        requests,
        good,
        good / load.seconds(),
        failed,
        Outcome.Times.of(waits.stream().mapToDouble(Double::doubleValue).toArray()),
        Outcome.Times.of(latencies.stream().mapToDouble(Double::doubleValue).toArray()),
        providers.values().stream().mapToInt(provider -> provider.rateLimited).sum(),
        providers.values().stream().mapToInt(provider -> provider.tries).sum(),
        endpoints);
  }

  private static Outcome.OfEndpoint ofEndpoint(EndpointStats stats, Provider provider, int good) {
    Price price = provider.price();
    return new Outcome.OfEndpoint(
        stats.name(),
        provider.tries,
        provider.good,
        good == 0 ? 0 : (double) provider.good / good,
        provider.rateLimited,
        provider.inputTokens,
        provider.outputTokens,
        price.isKnown(),
        stats.cost(),
        price.currency());
  }
}
