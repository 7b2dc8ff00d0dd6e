/**
 * How much of an endpoint may be used: requests and tokens by the minute and by the day. Start at
 * {@link io.ailb.limit.QuotaSet}: everything a request needs is reserved there at once before it is
 * sent, and settled once when it is known what it took. Nothing here waits or calls back; whoever
 * is refused learns when to come again.
 */
@NullMarked
package io.ailb.limit;

import org.jspecify.annotations.NullMarked;
