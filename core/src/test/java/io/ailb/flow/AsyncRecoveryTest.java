package io.ailb.flow;

class AsyncRecoveryTest extends RecoveryContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
