package io.ailb.flow;

class BlockingCallersTimeTest extends CallersTimeContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
