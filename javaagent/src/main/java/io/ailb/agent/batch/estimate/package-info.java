/** What a batch will take, before anything is sent. */
@NullMarked
package io.ailb.agent.batch.estimate;

import org.jspecify.annotations.NullMarked;
