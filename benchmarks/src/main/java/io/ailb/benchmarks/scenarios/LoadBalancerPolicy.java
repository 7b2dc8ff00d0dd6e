package io.ailb.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ailb.EndpointBuilder;
import io.ailb.LoadBalancer;
import io.ailb.LoadBalancerBuilder;
import io.ailb.PoolBuilder;
import io.ailb.expose.EndpointStats;
import io.ailb.flow.AnswerHead;
import io.ailb.flow.Attempt;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Opening;
import io.ailb.flow.Step;
import io.ailb.flow.Verdict;
import io.ailb.model.HttpFields;
import io.ailb.observe.Bug;
import io.ailb.observe.Listener;
import io.ailb.time.EventLoop;
import io.ailb.time.Timer;
import java.net.ConnectException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * ai-lb itself, as an application would configure it, behind an adapter without sockets. Every
 * endpoint speaks Chat Completions, whatever its provider: selection does not depend on it, and
 * what translation costs is measured elsewhere.
 */
final class LoadBalancerPolicy implements Policy {
  private static final String HOST = "api.openai.com";
  private static final String PATH = "/v1/chat/completions";
  private static final HttpFields HEADERS =
      HttpFields.of("authorization", "Bearer callers-own", "content-type", "application/json");

  /** What ai-lb takes a token for until it knows better. */
  private static final int BYTES_PER_TOKEN = 4;

  private static final byte[] BEFORE =
      "{\"model\":\"a-model\",\"messages\":[{\"role\":\"user\",\"content\":\"".getBytes(UTF_8);

  private final EventLoop loop;
  private final Server server;
  private final Map<String, Integer> endpoints = new HashMap<>();
  private final LoadBalancer balancer;

  LoadBalancerPolicy(Scenario scenario, String strategy, long seed, EventLoop loop, Server server) {
    this.loop = loop;
    this.server = server;
    SplittableRandom dice = new SplittableRandom(seed);
    LoadBalancerBuilder builder =
        LoadBalancer.builder()
            .ticker(loop)
            .clock(loop)
            .timer(loop)
            .dice(dice::nextDouble)
            .reaper((object, task) -> {})
            .chores(Runnable::run)
            .environment(name -> null)
            .properties(Map.of())
            .set("management.jmx.enabled", false)
            .pool(pool -> describe(pool, scenario, strategy));
    this.balancer = builder.build();
    balancer.addListener(new Bugs());
  }

  /** A bug would pass for a failure, or for luck. */
  private static final class Bugs implements Listener {
    @Override
    public void bug(Bug event) {
      throw new IllegalStateException("a bug of ai-lb: " + event);
    }
  }

  private void describe(PoolBuilder pool, Scenario scenario, String strategy) {
    pool.set("routing.strategy", strategy);
    if (!Double.isFinite(scenario.workload().deadline())) {
      pool.set("queue.maxWait", null); // a batch waits for as long as it takes
    }
    int workers = scenario.workload().workers().stream().mapToInt(w -> w).max().orElse(0);
    pool.set("queue.maxSize", Math.max(1_000, workers));
    Scenario.Budget budget = scenario.budget();
    if (budget != null) {
      // The date is such that the day ends with the horizon: see Simulation.
      pool.set("routing.budget.perDay", budget.amount());
      pool.set("routing.budget.onExceeded", "reject");
    }
    for (Endpoint endpoint : scenario.endpoints()) {
      int index = endpoints.size();
      String host = "endpoint-" + index + ".example";
      endpoints.put(host, index);
      pool.endpoint(e -> describe(e, endpoint, host));
    }
  }

  private static void describe(EndpointBuilder e, Endpoint endpoint, String host) {
    e.name(endpoint.name())
        .provider("openai")
        .baseUrl("https://" + host)
        .apiKey("key-of-" + host)
        .weight(endpoint.weight());
    endpoint.configured().forEach((limit, value) -> e.set("limits." + limit, Math.round(value)));
    e.set("limits.charge", endpoint.server().chargesMax() ? "max-tokens" : "actual");
    e.set("cost.input", endpoint.priceIn());
    e.set("cost.output", endpoint.priceOut());
  }

  @Override
  public long held() {
    return stats().stream().mapToLong(EndpointStats::inFlight).sum();
  }

  /** What ai-lb itself says of its endpoints now. */
  List<EndpointStats> stats() {
    return balancer.stats().pools().get(0).endpoints();
  }

  @Override
  public void take(Job job) {
    Opening opening = balancer.begin(HOST, 443, PATH);
    CallerTime time =
        job.deadline == Long.MAX_VALUE
            ? CallerTime.UNBOUNDED
            : CallerTime.total(job.deadline - loop.nanos());
    Exchange exchange =
        opening == null ? null : opening.request("POST", PATH, HEADERS, body(job), time);
    if (exchange == null) {
      throw new IllegalStateException("ai-lb does not take " + job);
    }
    Call call = new Call(job, exchange);
    if (job.deadline != Long.MAX_VALUE) {
      call.leaving = loop.in(job.deadline - loop.nanos(), call::leave);
    }
    call.step();
  }

  /** A body of about as many tokens as the job has. */
  private static byte[] body(Job job) {
    byte[] after = ("\"}],\"max_tokens\":" + job.maxTokens + "}").getBytes(UTF_8);
    int length = Math.max(BEFORE.length + after.length, job.input * BYTES_PER_TOKEN);
    byte[] body = Arrays.copyOf(BEFORE, length);
    for (int i = BEFORE.length; i < length - after.length; i++) {
      body[i] = (byte) (i % BYTES_PER_TOKEN == 0 ? ' ' : 'a'); // words: without blanks it is a file
    }
    System.arraycopy(after, 0, body, length - after.length, after.length);
    return body;
  }

  /** What an application's HTTP client does for one request: nothing is decided here. */
  private final class Call {
    private final Job job;
    private final Exchange exchange;
    private Timer.@Nullable Alarm leaving;
    private @Nullable Flight flight;

    private Call(Job job, Exchange exchange) {
      this.job = job;
      this.exchange = exchange;
    }

    private void step() {
      if (job.isOver()) {
        return;
      }
      Step step = exchange.next();
      if (step instanceof Step.Wait wait) {
        var unused = wait.ready().thenRun(() -> loop.in(0, this::step));
      } else if (step instanceof Step.Send send) {
        int endpoint = endpoint(send.request().url());
        Flight sent = new Flight(this, send.attempt());
        flight = sent;
        sent.transmission = server.send(endpoint, job, sent::arrives);
        sent.arm();
      } else if (step instanceof Step.Answer) {
        over();
      } else {
        throw new IllegalStateException(job + ": " + step);
      }
    }

    private int endpoint(String url) {
      Integer endpoint = endpoints.get(URI.create(url).getHost());
      if (endpoint == null) {
        throw new IllegalStateException("nobody is at " + url);
      }
      return endpoint;
    }

    /** Its time is over: as a client does then, it leaves, and closes what it has open. */
    private void leave() {
      Flight under = flight;
      exchange.abandoned();
      if (under != null) {
        under.close();
      }
      job.over(false, loop.nanos());
    }

    private void over() {
      if (leaving != null) {
        leaving.cancel();
      }
      AnswerHead answer = exchange.answer();
      while (exchange.take() != null) {}
      job.over(answer != null && answer.status() == 200, loop.nanos());
    }
  }

  /** One attempt under way. */
  private final class Flight {
    private final Call call;
    private final Attempt attempt;
    private Server.@Nullable Transmission transmission;
    private Timer.@Nullable Alarm alarm;

    private Flight(Call call, Attempt attempt) {
      this.call = call;
      this.attempt = attempt;
    }

    /**
     * Sees to it that it ends when patience does; where the answer comes before, nothing is due.
     */
    private void arm() {
      long patience = attempt.patience();
      Server.Transmission under = transmission;
      if (under != null && patience < under.answersAt() - loop.nanos()) {
        alarm = loop.in(Math.max(1, patience), this::late);
      }
    }

    private void late() {
      Verdict verdict = attempt.late();
      if (verdict == Verdict.HOLD || verdict == Verdict.PASS) {
        arm();
      } else {
        close();
        handle(verdict);
      }
    }

    private void arrives(Reply reply) {
      close();
      Verdict verdict;
      if (reply.kind() == Reply.Kind.DOWN) {
        verdict = attempt.broke(new ConnectException("Connection refused"));
      } else {
        verdict = attempt.head(Http.status(reply), Http.headers(reply));
        if (reads(verdict)) {
          verdict = attempt.body(ByteBuffer.wrap(Http.body(reply, call.job)));
        }
        if (reads(verdict)) {
          verdict = attempt.end();
        }
      }
      handle(verdict);
    }

    private static boolean reads(Verdict verdict) {
      return verdict == Verdict.HOLD || verdict == Verdict.PASS;
    }

    private void handle(Verdict verdict) {
      call.flight = null;
      switch (verdict) {
        case DROP -> call.step();
        case DONE, FAIL -> call.over();
        default -> throw new IllegalStateException(call.job + ": " + verdict);
      }
    }

    private void close() {
      if (alarm != null) {
        alarm.cancel();
      }
      if (transmission != null) {
        transmission.cancel();
      }
    }
  }
}
