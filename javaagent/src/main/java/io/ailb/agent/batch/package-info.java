/**
 * What {@code java -jar ai-lb.jar batch} does: lines in, answers out, none of them lost and none
 * paid twice.
 */
@NullMarked
package io.ailb.agent.batch;

import org.jspecify.annotations.NullMarked;
