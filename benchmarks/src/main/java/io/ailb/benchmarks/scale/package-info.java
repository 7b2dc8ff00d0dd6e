/**
 * What many endpoints and many requests take: bytes of the heap, and CPU time of what is done for
 * all endpoints at once. {@link io.ailb.benchmarks.scale.ScaleRun} measures it.
 */
@NullMarked
package io.ailb.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
