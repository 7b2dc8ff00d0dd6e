package io.ailb.flow;

class BlockingResumeTest extends ResumeContract {
  @Override
  TestAdapter adapter() {
    return new BlockingAdapter();
  }
}
