package io.ailb.flow;

class AsyncExchangeTest extends ExchangeContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
