package io.ailb.flow;

/** What an adapter has to do after it reported something of an attempt. */
public enum Verdict {
  /** Read on; there is nothing for the application yet. */
  HOLD,
  /** Committed: present {@link Exchange#answer()}, hand over {@link Exchange#take()}, read on. */
  PASS,
  /** Close this attempt, call {@link Exchange#next()}; so it may also be after {@link #PASS}. */
  DROP,
  /** Hand over {@link Exchange#take()} until it is null, then end; close this attempt. */
  DONE,
  /** As {@link #DONE}, but then throw what {@link Exchange#failure()} says. */
  FAIL,
  /** Somebody else has ended this attempt: only close it. */
  GONE
}
