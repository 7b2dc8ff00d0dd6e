package io.ailb.answer;

import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import org.jspecify.annotations.Nullable;

/** For an answer in a form that we do not read: compressed on its own accord, or no JSON. */
enum Unwatched implements AnswerWatch {
  INSTANCE;

  @Override
  public int feed(byte[] bytes, int from, int to) {
    return to;
  }

  @Override
  public void end() {}

  @Override
  public int contents() {
    return 1;
  }

  @Override
  public boolean ended() {
    return false;
  }

  @Override
  public boolean whole() {
    return true;
  }

  @Override
  public @Nullable ErrorInfo error() {
    return null;
  }

  @Override
  public boolean unreadable() {
    return false;
  }

  @Override
  public Usage usage() {
    return Usage.NONE;
  }

  @Override
  public boolean isStream() {
    return false;
  }
}
