/** The agent's adapter for the JDK's own client. */
@NullMarked
package io.ailb.agent.jdkhttp;

import org.jspecify.annotations.NullMarked;
