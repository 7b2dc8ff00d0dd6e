/**
 * Tells the outside what happens. {@link io.ailb.observe.Listener} is the seam; the records are
 * what it hears. Listeners are called on the threads of calls, outside all locks, and what they
 * throw is logged and goes no further.
 */
@NullMarked
package io.ailb.observe;

import org.jspecify.annotations.NullMarked;
