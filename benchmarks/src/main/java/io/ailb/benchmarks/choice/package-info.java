/**
 * What a choice costs: an endpoint is picked, a place reserved and settled, beside the smallest
 * code that does as much. Run by {@code benchmarks/choice}.
 */
@NullMarked
package io.ailb.benchmarks.choice;

import org.jspecify.annotations.NullMarked;
