package io.ailb.benchmarks.batch;

/**
 * What came back.
 *
 * @param status 0 = the connection broke
 * @param text of the answer; what was said instead where the status is no success
 */
record Reply(int status, String text) {
  boolean isGood() {
    return status == 200;
  }

  boolean isRateLimit() {
    return status == 429;
  }
}
