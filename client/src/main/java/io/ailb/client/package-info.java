/**
 * Asks a pool without an SDK. Start at {@link io.ailb.client.LoadBalancedClient} for one prompt, at
 * {@link io.ailb.client.Batch} for thousands.
 */
@NullMarked
package io.ailb.client;

import org.jspecify.annotations.NullMarked;
