/**
 * The agent's adapter for the asynchronous clients of Apache HttpClient 5. Begin at {@link
 * io.ailb.agent.apache5.async.AsyncPlugin}.
 */
@NullMarked
package io.ailb.agent.apache5.async;

import org.jspecify.annotations.NullMarked;
