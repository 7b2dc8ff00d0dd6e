package io.ailb.flow;

class AsyncKeptTest extends KeptContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
