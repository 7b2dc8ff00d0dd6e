package io.ailb.agent.apache5.async;

import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;

/** What becomes of one thing becomes of a future. */
record Forwarding<T>(ComplexFuture<T> future) implements FutureCallback<T> {
  @Override
  public void completed(T result) {
    future.completed(result);
  }

  @Override
  public void failed(Exception why) {
    future.failed(why);
  }

  @Override
  public void cancelled() {
    future.cancel(true);
  }
}
