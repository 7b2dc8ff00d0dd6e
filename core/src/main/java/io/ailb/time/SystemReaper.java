package io.ailb.time;

import java.lang.ref.Cleaner;

/** The reaper of {@link Reaper#system()}; its thread starts when this class is first used. */
final class SystemReaper implements Reaper {
  static final SystemReaper INSTANCE = new SystemReaper();

  private final Cleaner cleaner = Cleaner.create(DaemonThreads.named("ai-lb-reaper"));

  private SystemReaper() {}

  @Override
  public void afterLossOf(Object object, Runnable task) {
    cleaner.register(object, task);
  }
}
