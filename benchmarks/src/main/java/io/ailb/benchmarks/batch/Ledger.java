package io.ailb.benchmarks.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** The requests, and when each was answered. Thread-safe. */
final class Ledger {
  private final long seed;
  private final AtomicLongArray answeredAfter;
  private final AtomicInteger failed = new AtomicInteger();
  private final List<String> breaches = new ArrayList<>(); // guarded by itself
  private final long began = System.nanoTime();

  Ledger(int requests, long seed) {
    this.seed = seed;
    answeredAfter = new AtomicLongArray(requests);
  }

  int requests() {
    return answeredAfter.length();
  }

  long began() {
    return began;
  }

  String question(int number) {
    return "question %d of batch %d".formatted(number, seed);
  }

  /** The providers say in an answer to which question it is one. */
  void answered(int number, String text) {
    String question = question(number);
    if (!text.contains(hash(question))) {
      breach("to \"%s\" was answered: %s".formatted(question, text));
    }
    if (!answeredAfter.compareAndSet(number, 0, Math.max(1, System.nanoTime() - began))) {
      breach("\"%s\" was answered twice".formatted(question));
    }
  }

  void failed(int number, String why) {
    if (failed.incrementAndGet() == 1) {
      System.err.println("first failure: \"%s\": %s".formatted(question(number), why));
    }
  }

  private void breach(String what) {
    synchronized (breaches) {
      breaches.add(what);
    }
  }

  /** What must never be. */
  List<String> breaches() {
    synchronized (breaches) {
      return List.copyOf(breaches);
    }
  }

  int failed() {
    return failed.get();
  }

  /** Seconds after which answers came, in order. */
  double[] answers() {
    double[] all = new double[answeredAfter.length()];
    Arrays.setAll(all, i -> answeredAfter.get(i) / 1e9);
    return Arrays.stream(all).filter(seconds -> seconds > 0).sorted().toArray();
  }

  static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
