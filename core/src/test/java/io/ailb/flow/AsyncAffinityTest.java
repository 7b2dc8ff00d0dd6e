package io.ailb.flow;

class AsyncAffinityTest extends AffinityContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
