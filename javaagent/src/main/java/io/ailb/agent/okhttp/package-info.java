/**
 * What the changed methods of OkHttp ask: {@link io.ailb.agent.okhttp.OkHttpPlugin} puts the
 * library's interceptor into each call. Loaded, with {@code io.ailb.okhttp}, by a loader beside the
 * application's OkHttp.
 */
@NullMarked
package io.ailb.agent.okhttp;

import org.jspecify.annotations.NullMarked;
