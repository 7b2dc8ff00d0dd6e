/**
 * Whether ai-lb stays as it is, hour by hour: a steady load of all that may happen to a request,
 * and a look each ten seconds at what could grow. {@link io.ailb.benchmarks.soak.SoakRun} runs it.
 */
@NullMarked
package io.ailb.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
