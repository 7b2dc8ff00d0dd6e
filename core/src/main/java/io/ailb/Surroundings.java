package io.ailb;

import io.ailb.config.Config;
import io.ailb.time.Dice;
import io.ailb.time.Reaper;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import io.ailb.time.WallClock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a load balancer takes from the JVM it runs in, or from a test.
 *
 * @param beansAfter so long after its start a load balancer has MBeans
 * @param logLevel carries out an operator's wish for another level
 * @param configured hears each configuration before it runs
 */
record Surroundings(
    Ticker ticker,
    WallClock clock,
    Timer timer,
    Dice dice,
    Reaper reaper,
    Executor chores,
    Duration beansAfter,
    Consumer<String> logLevel,
    Consumer<Config> configured) {}
