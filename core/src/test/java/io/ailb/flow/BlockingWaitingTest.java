package io.ailb.flow;

class BlockingWaitingTest extends WaitingContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
