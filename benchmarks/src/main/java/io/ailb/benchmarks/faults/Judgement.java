package io.ailb.benchmarks.faults;

/** A verdict, and why. */
record Judgement(Verdict verdict, String reason) {}
