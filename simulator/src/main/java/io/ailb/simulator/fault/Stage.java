package io.ailb.simulator.fault;

import io.ailb.simulator.dialect.Answer;
import io.ailb.simulator.dialect.Dialect;
import io.ailb.simulator.dialect.Framing;
import io.ailb.simulator.dialect.Operation;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Scene;
import io.ailb.simulator.dialect.Trouble;
import io.ailb.simulator.plan.Plan;
import io.ailb.simulator.plan.Step.Send;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a fault plays: the endpoint's language and manners.
 *
 * @param operation the call that was asked for, or null when there is no such call
 * @param planner puts an answer of the fault's own in the endpoint's headers and latency
 */
public record Stage(
    Dialect dialect, Scene scene, @Nullable Operation operation, Function<Answer, Plan> planner) {

  /**
   * The event with which the dialect breaks off a stream at that place; in one piece, its error.
   */
  Send errorEvent(Plan plan, int place, Problem problem) {
    String body = dialect.error(Trouble.of(problem), scene).body();
    int position = plan.eventsBefore(place);
    return operation == null || plan.framing() == Framing.WHOLE
        ? new Send(body, false, false)
        : plan.send(operation.errorEvent(body, position), position == 0);
  }

  /** What keeps a stream awake after its first events. */
  String ping(Plan plan) {
    String ping = operation == null ? plan.framing().keepAlive() : operation.ping(plan.framing());
    return plan.lines(ping);
  }
}
