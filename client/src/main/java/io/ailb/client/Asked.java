package io.ailb.client;

import io.ailb.jdkhttp.PoolCall;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way. */
final class Asked {
  private final PoolCall<?> call;
  private final CompletableFuture<ChatResult> answer;

  Asked(PoolCall<?> call, CompletableFuture<ChatResult> answer) {
    this.call = call;
    this.answer = answer;
  }

  /** Fails with a {@link ChatException}; to cancel it ends the call. */
  CompletableFuture<ChatResult> answer() {
    return answer;
  }

  /** For people; null = it does not wait. */
  @Nullable String waitsFor() {
    return call.waitsFor();
  }

  /** Whether it waits, and for nothing but keys and accounts that were refused. */
  boolean waitsForRefusedKeys() {
    return call.waitsForRefusedKeys();
  }
}
