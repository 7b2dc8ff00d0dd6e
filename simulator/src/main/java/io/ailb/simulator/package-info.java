/**
 * LLM providers to test against: real HTTP on loopback, real limits, real faults.
 *
 * <p>A {@link io.ailb.simulator.Simulator} holds endpoints and is told what they are to do. There
 * are two of them: {@link io.ailb.simulator.ProviderSimulator} in this JVM, and {@link
 * io.ailb.simulator.SimulatorProcess} in a JVM of its own, for tests whose class path has another
 * OkHttp; {@link io.ailb.simulator.Main} is what that JVM runs, and what you run by hand.
 *
 * <p>A request's way: {@code wire} takes it from its connection, {@code Reception} decides here,
 * with {@code dialect} (what it asks, what to say), {@code limit} (whether it may) and {@code
 * fault} (what goes wrong); the decision is a {@code plan}, which {@code wire} plays and {@code
 * log} remembers. No room but this one knows them all.
 */
@NullMarked
package io.ailb.simulator;

import org.jspecify.annotations.NullMarked;
