package io.ailb.agent.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a batch has ended.
 *
 * @param exit code: 0 = all is done, 1 = items failed, or it stopped before its end
 * @param stopped why it stopped before its end; null = it did not
 * @param notes what else there is to know, and what to do, a line each
 */
public record Ending(int exit, @Nullable String stopped, List<String> notes) {}
