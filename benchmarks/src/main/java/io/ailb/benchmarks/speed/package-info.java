/**
 * How fast the paths are that every call takes. Each contest measures one of them beside its floor,
 * the smallest code that does the job, and beside what others would use for it. Run by {@code
 * benchmarks/run}.
 */
@NullMarked
package io.ailb.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
