/**
 * What the agent's adapters for Apache HttpClient 5 share: {@link io.ailb.agent.apache5.classic}
 * and {@link io.ailb.agent.apache5.async}. Uses only what 5.1 has, so that one class file runs on
 * all lines since.
 *
 * <p>The client adds default headers, and lets the application's own interceptors see and change a
 * request, below the point where requests are taken over. So a try travels without a key, and
 * {@link io.ailb.agent.apache5.Key} gives it the endpoint's, and takes off every other, when it is
 * about to be written.
 */
@NullMarked
package io.ailb.agent.apache5;

import org.jspecify.annotations.NullMarked;
