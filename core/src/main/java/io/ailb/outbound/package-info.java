/**
 * Makes the request that goes to an endpoint: its URL, its credential in place of the caller's, and
 * the model's name put into otherwise untouched bytes, or the body that was written for another
 * dialect. Start at {@link io.ailb.outbound.Outbound}.
 */
@NullMarked
package io.ailb.outbound;

import org.jspecify.annotations.NullMarked;
