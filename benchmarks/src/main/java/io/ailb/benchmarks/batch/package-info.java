/**
 * A batch over the tutorial's pool in real time, over HTTP: how much of what the limits allow is
 * used, by ai-lb and by what one would write oneself. {@code benchmarks/batch} runs it.
 */
@NullMarked
package io.ailb.benchmarks.batch;

import org.jspecify.annotations.NullMarked;
