/**
 * Selection in virtual time: callers, providers with limits and faults, and between them the very
 * load balancer that applications use, its clock, timer and dice injected. Run by {@code
 * benchmarks/scenarios}. Everything random is drawn from a seed, so that a run can be repeated and
 * all policies meet the same requests and the same luck.
 */
@NullMarked
package io.ailb.benchmarks.scenarios;

import org.jspecify.annotations.NullMarked;
