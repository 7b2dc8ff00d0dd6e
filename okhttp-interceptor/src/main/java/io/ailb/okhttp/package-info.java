/**
 * Balances OkHttp clients. Start at {@link io.ailb.okhttp.LoadBalancingInterceptor}: it carries out
 * what an exchange decides, on the caller's thread. {@link io.ailb.okhttp.Keys} adds the pool's key
 * at the very end, where neither the application nor its SDK sees it. Uses only what OkHttp 3.14
 * has, so that one class file runs on 3.14, 4.x and 5.x.
 */
@NullMarked
package io.ailb.okhttp;

import org.jspecify.annotations.NullMarked;
