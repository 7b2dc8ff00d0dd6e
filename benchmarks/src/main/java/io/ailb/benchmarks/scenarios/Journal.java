package io.ailb.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** All that happened in a run. */
final class Journal {
  private final List<Entry> attempts = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();

  /** An attempt that is over. */
  record Entry(int endpoint, double sentAt, double endedAt, Reply.Kind kind) {
    boolean isGood() {
      return kind == Reply.Kind.OK;
    }
  }

  void attempt(int endpoint, long sentAt, long endedAt, Reply.Kind kind) {
    attempts.add(new Entry(endpoint, sentAt / 1e9, endedAt / 1e9, kind));
  }

  void job(Job job) {
    jobs.add(job);
  }

  List<Entry> attempts() {
    return attempts;
  }

  List<Job> jobs() {
    return jobs;
  }
}
