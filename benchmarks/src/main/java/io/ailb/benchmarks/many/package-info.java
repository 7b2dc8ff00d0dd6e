/**
 * Many threads that all wait for an answer at the same time: virtual ones by the ten thousand, and
 * platform threads. {@link io.ailb.benchmarks.many.ManyRun} measures it.
 */
@NullMarked
package io.ailb.benchmarks.many;

import org.jspecify.annotations.NullMarked;
