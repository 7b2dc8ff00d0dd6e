package io.ailb.agent.batch;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The items of an input, one by one. */
interface Records extends Closeable {
  /** The next one; null = there are no more. */
  @Nullable Item next() throws IOException, Refusal;
}
