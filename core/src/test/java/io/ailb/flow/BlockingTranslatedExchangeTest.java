package io.ailb.flow;

class BlockingTranslatedExchangeTest extends TranslatedExchangeContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
