/** What a batch shows while it runs, and what it says at its end: all of it to standard error. */
@NullMarked
package io.ailb.agent.batch.screen;

import org.jspecify.annotations.NullMarked;
