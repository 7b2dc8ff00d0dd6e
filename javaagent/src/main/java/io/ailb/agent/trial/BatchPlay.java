package io.ailb.agent.trial;

import io.ailb.config.PoolConfig;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.select.MemberSettings;
import io.ailb.time.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A batch in virtual time: the next item begins when there is room for it. */
public final class BatchPlay {
  // As io.ailb.client has it, which keeps to real time.
  private static final int WAITING = 32;
  private static final int START = 16;
  private static final int ROUNDS = 4;

  private final Trial trial;
  private final EventLoop loop;
  private final List<PoolConfig> pools;
  private final Speed speed;
  private final int concurrency;
  private final double began;
  private final Random random;
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<Served, Provider> providers = new LinkedHashMap<>();
  private final Map<Served, long[]> bounds = new HashMap<>();
  private final Queue<Item> again = new ArrayDeque<>();
  private final SortedMap<String, Integer> failed = new TreeMap<>();
  private final SortedMap<String, Integer> nobodys = new TreeMap<>();
  private double[] ends = new double[1_024];
  private int ended;
  private int open;
  private int unplaced;
  private int window;

  /** Where items come from. */
  public interface Questions {
    /**
     * The next one; null = there are no more.
     *
     * @param seconds that have passed
     */
    @Nullable Question next(double seconds);
  }

  /** Of one endpoint, as it is asked for one model. */
  private record Served(String pool, String endpoint, String model) {}

  /**
   * One run; for one use.
   *
   * @param pools each item is asked of the first that serves it
   * @param concurrency so many at once at most
   * @param seed of the providers' luck
   */
  public BatchPlay(Trial trial, List<PoolConfig> pools, Speed speed, int concurrency, long seed) {
    this.trial = trial;
    this.loop = trial.loop();
    this.pools = pools;
    this.speed = speed;
    this.concurrency = concurrency;
    this.random = new Random(seed);
    this.began = loop.seconds();
    this.window = Math.min(START, concurrency);
  }

  /**
   * Plays it.
   *
   * @param progress hears now and then how many items are through
   */
  public Played run(Questions questions, IntConsumer progress) {
    int told = 0;
    fill(questions);
    while (open > 0) {
      if (!loop.next()) {
        throw new IllegalStateException(open + " requests never end");
      }
      fill(questions);
      if (ended - told >= 500) {
        told = ended;
        progress.accept(ended);
      }
    }
    if (trial.balancer().stats().bugs() > 0) {
      throw new IllegalStateException("a bug of ai-lb showed itself: please report it");
    }
    return played();
  }

  private void fill(Questions questions) {
    while (open < window && unplaced < WAITING) {
      Item failed = again.poll();
      if (failed != null) {
        ask(failed.question, failed.round + 1);
        continue;
      }
      Question next = questions.next(loop.seconds() - began);
      if (next == null) {
        return;
      }
      ask(next, 1);
    }
  }

  private void ask(Question question, int round) {
    byte[] body = question.body();
    for (PoolConfig pool : pools) {
      String name = pool.pool().name();
      Exchange exchange = trial.beginIn(name, question.path(), body, CallerTime.BATCH);
      if (exchange != null) {
        open++;
        unplaced++;
        new Item(pool, question, round).start(exchange);
        return;
      }
    }
    nobodys.merge(question.model(), 1, Integer::sum);
  }

  private @Nullable Provider provider(PoolConfig pool, String endpoint, String model) {
    Served served = new Served(pool.pool().name(), endpoint, model);
    Provider known = providers.get(served);
    if (known == null) {
      for (MemberSettings member : pool.pool().members()) {
        if (member.endpoint().name().equals(endpoint)) {
          known = new Provider(member, model, accounts, speed);
          providers.put(served, known);
        }
      }
    }
    return known;
  }

  /** One under way. */
  private final class Item extends Visit {
    private final PoolConfig pool;
    private final Question question;
    private final int round;
    private boolean placed;

    private Item(PoolConfig pool, Question question, int round) {
      super(loop, random, question.size(), endpoint -> provider(pool, endpoint, question.model()));
      this.pool = pool;
      this.question = question;
      this.round = round;
    }

    @Override
    void placed() {
      if (!placed) {
        placed = true;
        unplaced--;
      }
    }

    @Override
    void good(Provider by, double waited, double took) {
      over();
      window = Math.min(concurrency, window + 1);
      Served served =
          new Served(pool.pool().name(), by.settings().endpoint().name(), question.model());
      long most = question.most() < 0 ? question.size().output() : question.most();
      bounds.computeIfAbsent(served, made -> new long[1])[0] +=
          question.size().output() == 0 ? 0 : most;
      if (ended == ends.length) {
        ends = Arrays.copyOf(ends, 2 * ended);
      }
      ends[ended++] = loop.seconds();
    }

    @Override
    void bad(String why) {
      over();
      boolean refused = why.equals("400") || why.equals("404");
      if (refused || round == ROUNDS) {
        failed.merge(why, 1, Integer::sum);
      } else {
        again.add(this);
      }
    }

    private void over() {
      placed();
      open--;
    }
  }

  private Played played() {
    List<Played.Part> parts = new ArrayList<>();
    boolean several = pools.size() > 1;
    for (PoolConfig pool : pools) {
      for (MemberSettings member : pool.pool().members()) {
        String pooled = pool.pool().name();
        String endpoint = member.endpoint().name();
        Played.Part part = Played.Part.none(several ? pooled + "/" + endpoint : endpoint);
        for (Map.Entry<Served, Provider> one : providers.entrySet()) {
          if (one.getKey().pool().equals(pooled) && one.getKey().endpoint().equals(endpoint)) {
            long most = bounds.getOrDefault(one.getKey(), new long[1])[0];
            part = part.plus(one.getValue(), most);
          }
        }
        parts.add(part);
      }
    }
    double seconds = ended == 0 ? 0 : ends[ended - 1] - began;
    double second = ended < 2 ? 0 : ends[ended - 1] - ends[ended / 2];
    double steady = second == 0 ? 0 : (ended - 1 - ended / 2) / second;
    return new Played(ended, seconds, steady, failed, nobodys, parts);
  }
}
