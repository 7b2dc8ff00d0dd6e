/**
 * The agent's adapter for the classic, blocking clients of Apache HttpClient 5. Begin at {@link
 * io.ailb.agent.apache5.classic.ClassicPlugin}.
 */
@NullMarked
package io.ailb.agent.apache5.classic;

import org.jspecify.annotations.NullMarked;
