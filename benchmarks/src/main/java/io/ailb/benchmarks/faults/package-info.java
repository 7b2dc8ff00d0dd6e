/**
 * Sixteen ways in which a provider misbehaves, and what comes of each: judged by what the caller
 * experienced and by what the provider saw, in real time over HTTP. {@link
 * io.ailb.benchmarks.faults.FaultRun} prints the scorecard.
 */
@NullMarked
package io.ailb.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
