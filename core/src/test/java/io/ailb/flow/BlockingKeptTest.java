package io.ailb.flow;

class BlockingKeptTest extends KeptContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
