package io.ailb.flow;

class AsyncResumeTest extends ResumeContract {
  @Override
  TestAdapter adapter() {
    return new AsyncAdapter();
  }
}
