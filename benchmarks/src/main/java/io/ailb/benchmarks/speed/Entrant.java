package io.ailb.benchmarks.speed;

import java.util.concurrent.Callable;

/**
 * Who takes part in a contest.
 *
 * @param making what it does, made once in the JVM that measures it
 */
record Entrant(Role role, String name, Callable<Work> making) {
  enum Role {
    /** What is done anyway, and subtracted from everyone: a call without any balancer. */
    BASE,
    /** The smallest code that does the job. */
    FLOOR,
    OURS,
    /** What others would take for it. */
    PEER
  }
}
