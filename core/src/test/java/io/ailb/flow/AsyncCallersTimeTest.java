package io.ailb.flow;

class AsyncCallersTimeTest extends CallersTimeContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
