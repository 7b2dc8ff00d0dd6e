/**
 * Thousands of requests over eight endpoints of all dialects that break in every way there is, from
 * callers that leave at any moment: each must end in a whole answer, in an error as its dialect has
 * it, or because it left, and nothing may be left over. What happens to a request depends on a seed
 * and its number. {@link io.ailb.benchmarks.chaos.ChaosRun} runs it.
 */
@NullMarked
package io.ailb.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
