/**
 * What happened. A {@link io.ailb.simulator.log.Visit} follows one request while it is served and
 * gives a {@link io.ailb.simulator.log.LogEntry} whenever somebody asks; the {@link
 * io.ailb.simulator.log.RequestLog} keeps the latest of them, and every {@link
 * io.ailb.simulator.log.Leak}. Keys are masked before anything gets here.
 */
@NullMarked
package io.ailb.simulator.log;

import org.jspecify.annotations.NullMarked;
