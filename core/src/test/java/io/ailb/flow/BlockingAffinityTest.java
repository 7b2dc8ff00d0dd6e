package io.ailb.flow;

class BlockingAffinityTest extends AffinityContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
