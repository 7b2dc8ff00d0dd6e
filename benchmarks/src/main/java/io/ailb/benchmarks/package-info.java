/**
 * What translation costs, beside the floors that it is divided by: run by {@code
 * benchmarks/translation}, compiled by every build.
 */
@NullMarked
package io.ailb.benchmarks;

import org.jspecify.annotations.NullMarked;
