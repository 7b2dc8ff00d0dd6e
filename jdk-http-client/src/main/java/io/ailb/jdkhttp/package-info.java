/**
 * Balances the JDK's own HTTP client. Start at {@link io.ailb.jdkhttp.BalancedHttpClient}, a client
 * around a client: it carries out what an exchange decides without a thread of its own, with the
 * application's own body handlers and subscribers behind it.
 */
@NullMarked
package io.ailb.jdkhttp;

import org.jspecify.annotations.NullMarked;
