package io.ailb.flow;

class AsyncWaitingTest extends WaitingContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
