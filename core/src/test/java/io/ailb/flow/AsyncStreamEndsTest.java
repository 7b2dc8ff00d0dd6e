package io.ailb.flow;

class AsyncStreamEndsTest extends StreamEndsContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
