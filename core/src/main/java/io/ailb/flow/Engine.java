package io.ailb.flow;

import io.ailb.model.ErrorInfo;
import io.ailb.observe.Bug;
import io.ailb.observe.Listener;
import io.ailb.observe.Redactor;
import io.ailb.select.Holdings;
import io.ailb.time.Dice;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import io.ailb.time.WallClock;

/**
 * What all exchanges share.
 *
 * @param holdings what endpoints keep for us
 * @param redactor takes the pool's keys out of every text that leaves
 */
public record Engine(
    Ticker ticker,
    Timer timer,
    WallClock clock,
    Dice dice,
    Listener listener,
    Holdings holdings,
    Redactor redactor,
    StateWatch states,
    LostAnswers lost) {

  void bug(String doing, Throwable cause) {
    listener.bug(new Bug(doing, cause));
  }

  /** The error as it may be shown. */
  ErrorInfo redacted(ErrorInfo error) {
    return error.presentable(redactor::redact);
  }
}
