package io.ailb.flow;

import io.ailb.model.WireRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an adapter has to do next for a request. */
public sealed interface Step {
  /** Send this, and report to the attempt. */
  record Send(WireRequest request, Attempt attempt) implements Step {}

  /** Ask again when this completes; on a thread of the adapter's, not on the one that completes. */
  record Wait(CompletableFuture<@Nullable Void> ready) implements Step {}

  /**
   * Nothing more will be sent: present {@link Exchange#answer()}, unless that was done, and {@link
   * Exchange#take()}, and end as {@link Exchange#ended()} says.
   */
  record Answer() implements Step {}

  /** End with the client's own exception. */
  record Fail(Failure why) implements Step {}

  /** Send the application's request as it came, as if nobody had looked at it. */
  record Untouched() implements Step {}
}
