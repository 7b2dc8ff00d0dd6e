/**
 * Decides where a call goes and holds a place there. Start at {@link io.ailb.select.Pool}: for a
 * model it has a {@link io.ailb.select.Route} of members by tier, asks its {@link
 * io.ailb.select.SelectionPolicy} for the best of those without an {@link io.ailb.select.Obstacle},
 * and reserves everything the call needs there. Only the {@link io.ailb.select.Lease} leaves the
 * room. Where there is no place now, {@link io.ailb.select.Queue} lets calls wait in order.
 * Threads: any; the table of members is immutable and swapped whole.
 */
@NullMarked
package io.ailb.select;

import org.jspecify.annotations.NullMarked;
