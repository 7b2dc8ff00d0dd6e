package io.ailb.flow;

class BlockingRecoveryTest extends RecoveryContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
