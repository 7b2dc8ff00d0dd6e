/**
 * Whole calls over loopback, real HTTP: a client as it is, with ai-lb's interceptor, under the
 * agent, and through gateways of others, by turns. {@code benchmarks/loopback} runs it.
 */
@NullMarked
package io.ailb.benchmarks.loopback;

import org.jspecify.annotations.NullMarked;
