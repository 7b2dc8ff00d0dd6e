/**
 * The walk of one request. Start at {@link io.ailb.flow.Exchange#next()}: it says what is to be
 * done next, and never does it; an adapter of some HTTP client does, and reports to the {@link
 * io.ailb.flow.Attempt}, whose every answer is a {@link io.ailb.flow.Verdict}. A blocking adapter
 * loops over this, an asynchronous one chains on it, a simulation turns it by hand. One short lock
 * in each exchange guards its decisions; no socket is touched here, and nobody waits.
 */
@NullMarked
package io.ailb.flow;

import org.jspecify.annotations.NullMarked;
