package io.ailb.flow;

class BlockingExchangeTest extends ExchangeContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
