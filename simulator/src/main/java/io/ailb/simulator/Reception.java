package io.ailb.simulator;

import io.ailb.simulator.dialect.Answer;
import io.ailb.simulator.dialect.Ask;
import io.ailb.simulator.dialect.Dialect;
import io.ailb.simulator.dialect.Operation;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Refusal;
import io.ailb.simulator.dialect.Request;
import io.ailb.simulator.dialect.Scene;
import io.ailb.simulator.dialect.Trouble;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.Stage;
import io.ailb.simulator.limit.Decision;
import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Limiter;
import io.ailb.simulator.limit.Reading;
import io.ailb.simulator.log.Visit;
import io.ailb.simulator.plan.Plan;
import io.ailb.simulator.rule.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to one request, as a provider would: a fault that takes the provider's place
 * comes first; then key, form and model are checked; then the limits; what is answered may be bent
 * by a fault on its way out.
 */
final class Reception {
  private final Endpoint endpoint;
  private final Dialect dialect;
  private final Visit visit;
  private final Tally tally;
  private final @Nullable String ownKey;
  private final @Nullable Operation operation;
  private final @Nullable Ask ask;
  private final @Nullable Trouble trouble;
  private final Scene scene;

  /**
   * @param ownKey name of the endpoint's own key that came, or null when it did not
   */
  Reception(Endpoint endpoint, Request request, @Nullable String ownKey, Visit visit, Tally tally) {
    this.endpoint = endpoint;
    this.visit = visit;
    this.tally = tally;
    this.ownKey = ownKey;
    dialect = endpoint.dialect;
    operation = dialect.operation(request);
    Ask understood = null;
    Trouble wrong = null;
    if (operation != null) {
      try {
        understood = operation.read(request);
        if (endpoint.spec.strict()) {
          operation.check(request, understood.body());
        }
      } catch (Refusal e) {
        wrong = e.trouble();
      } catch (Violation e) {
        wrong = Trouble.of(e);
      }
    }
    ask = understood;
    trouble = wrong;
    String model = ask == null ? null : ask.model();
    scene = new Scene("req_" + visit.number(), model == null ? "unknown" : model);
  }

  Plan plan() {
    String model = ask == null ? null : ask.model();
    boolean stream = ask != null && ask.stream();
    visit.asks(model, stream);
    Fault fault;
    try {
      fault = fault(model, stream);
    } catch (IllegalArgumentException e) {
      Trouble unreadable = new Trouble(Problem.INVALID_REQUEST, e.getMessage(), null, null);
      return plan(dialect.error(unreadable, scene));
    }
    Stage stage = new Stage(dialect, scene, operation, this::withLimitHeaders);
    if (fault != null) {
      visit.meets(fault.type());
    }
    if (fault instanceof Fault.Instead instead) {
      watch(0);
      return instead.instead(stage);
    }
    Plan plan = answer();
    return fault instanceof Fault.Bend bend ? bend.bend(plan, stage) : plan;
  }

  private @Nullable Fault fault(@Nullable String model, boolean stream) {
    Fault scripted = endpoint.script().next(model, stream, ask != null && ask.prompt().prefilled());
    return scripted != null || ask == null
        ? scripted
        : endpoint.askedFaults.next(ask.prompt().lastUserText());
  }

  private Plan answer() {
    if (ownKey == null) {
      return plan(dialect.error(Trouble.of(Problem.UNAUTHORIZED), scene));
    }
    if (operation == null || ask == null || trouble != null) {
      Trouble said = trouble == null ? Trouble.of(Problem.PATH_NOT_FOUND) : trouble;
      return plan(dialect.error(said, scene));
    }
    List<String> models = endpoint.spec.models();
    if (ask.model() != null && !models.isEmpty() && !models.contains(ask.model())) {
      return plan(dialect.error(Trouble.of(Problem.MODEL_NOT_FOUND), scene));
    }
    Answer answer = answer(operation, ask);
    return operation.metered() ? withinLimits(ask, answer, ownKey) : plan(answer);
  }

  private Answer answer(Operation called, Ask asked) {
    Answer fromFile = endpoint.fixtures == null ? null : endpoint.fixtures.answer(asked, called);
    return fromFile == null ? called.answer(asked, endpoint.speaker) : fromFile;
  }

  private Plan withinLimits(Ask asked, Answer answer, String key) {
    int input = asked.prompt().tokens();
    int output = answer.outputTokens();
    watch(output);
    Limiter limiter = endpoint.limiter();
    if (limiter == null) {
      tally.admitted(input, output);
      return plan(answer);
    }
    Decision decision = limiter.admit(key, input, maxTokens(asked, output), output);
    Map<String, String> headers = limitHeaders(limiter, decision.readings());
    if (decision instanceof Refused refused) {
      tally.limited();
      return plan(dialect.limited(refused, scene).withHeaders(headers));
    }
    tally.admitted(input, output);
    return plan(answer.withHeaders(headers));
  }

  private static int maxTokens(Ask asked, int otherwise) {
    return asked.maxTokens() == null ? otherwise : asked.maxTokens();
  }

  /** Counts the request where a provider would, whatever becomes of it. */
  private void watch(int outputTokens) {
    if (ownKey == null || operation == null || ask == null || !operation.metered()) {
      return;
    }
    Limiter limiter = endpoint.limiter();
    int most = maxTokens(ask, outputTokens);
    long output = limiter == null ? outputTokens : limiter.charged(most, outputTokens);
    tally.asked(ownKey, ask.prompt().tokens() + output, endpoint.nanos.getAsLong());
  }

  private Plan withLimitHeaders(Answer answer) {
    Limiter limiter = endpoint.limiter();
    return limiter == null || ownKey == null
        ? plan(answer)
        : plan(answer.withHeaders(limitHeaders(limiter, limiter.readings(ownKey))));
  }

  private Map<String, String> limitHeaders(Limiter limiter, List<Reading> readings) {
    return limiter.limits().headers() ? dialect.limitHeaders(readings, Instant.now()) : Map.of();
  }

  private Plan plan(Answer answer) {
    return Plan.of(
        answer.withHeaders(dialect.headers(scene)), endpoint.spec.latency(), endpoint.spec.crlf());
  }
}
