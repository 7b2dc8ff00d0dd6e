/**
 * Real clients in JVMs of their own, under the agent: what each of them sees while endpoints fail.
 * Start at {@link io.ailb.benchmarks.compatibility.MatrixRun}.
 */
@NullMarked
package io.ailb.benchmarks.compatibility;

import org.jspecify.annotations.NullMarked;
