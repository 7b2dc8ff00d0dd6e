/**
 * One class a story; each runs with {@code examples/run NAME} against simulated providers, without
 * a key and without a cost. {@link io.ailb.examples.Demo} is the demo of the README.
 */
@NullMarked
package io.ailb.examples;

import org.jspecify.annotations.NullMarked;
