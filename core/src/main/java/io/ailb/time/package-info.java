/**
 * The only room that touches the JVM's clock, its timer threads and its randomness; all other rooms
 * are handed these seams, so that a test or a simulation turns them by hand. {@link
 * io.ailb.time.Ticker} measures, {@link io.ailb.time.WallClock} dates, {@link io.ailb.time.Timer}
 * calls back later, {@link io.ailb.time.Dice} rolls, {@link io.ailb.time.Chores} does slow work
 * aside, {@link io.ailb.time.Histogram} counts how long things took. {@link io.ailb.time.EventLoop}
 * is virtual time.
 */
@NullMarked
package io.ailb.time;

import org.jspecify.annotations.NullMarked;
