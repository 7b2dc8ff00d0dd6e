package io.ailb.flow;

class BlockingStreamEndsTest extends StreamEndsContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
