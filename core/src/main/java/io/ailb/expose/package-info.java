/**
 * Shows how pools and endpoints do, and lets an operator lend a hand: MBeans for JConsole and its
 * kin, and the same figures as records. Start at {@link io.ailb.expose.Beans}. Counts come from
 * {@link io.ailb.expose.Scoreboard}, a listener; what stands now comes through the {@link
 * io.ailb.expose.PoolView}s, and orders go to the {@link io.ailb.expose.Controls}, both of which
 * the porch implements. Figures are read one by one while calls go on: two of them need not add up.
 */
@NullMarked
package io.ailb.expose;

import org.jspecify.annotations.NullMarked;
