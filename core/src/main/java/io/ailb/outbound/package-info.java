/**
 * Makes the request that goes to an endpoint of the caller's own dialect: its URL, its credential
 * in place of the caller's, and the model's name put into otherwise untouched bytes. Start at
 * {@link io.ailb.outbound.Outbound}.
 */
@NullMarked
package io.ailb.outbound;

import org.jspecify.annotations.NullMarked;
