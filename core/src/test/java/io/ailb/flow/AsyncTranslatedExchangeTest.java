package io.ailb.flow;

class AsyncTranslatedExchangeTest extends TranslatedExchangeContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
