package io.ailb.benchmarks.faults;

import java.time.Duration;
import java.util.List;

/**
 * Finds the verdict on what happened with one fault. First what the caller experienced: a hang, an
 * answer that is not whole and something unreadable are failures whatever else is good. Then what
 * the providers saw.
 */
final class Judge {
  /** No endpoint may see more of one fault than that. */
  private static final int MOST_TRIES = 6;

  private final FaultCase fault;
  private final Evidence evidence;

  private Judge(FaultCase fault, Evidence evidence) {
    this.fault = fault;
    this.evidence = evidence;
  }

  static Judgement judge(FaultCase fault, Evidence evidence) {
    return new Judge(fault, evidence).judge();
  }

  private Judgement judge() {
    if (evidence.experiences().size() != fault.requests()) {
      throw new IllegalStateException("not all requests were made");
    }
    Verdict worst = Verdict.PASS;
    String why = "";
    for (Experience experience : evidence.experiences()) {
      Judgement one = ofCaller(experience);
      if (one.verdict().compareTo(worst) > 0 || why.isEmpty()) {
        worst = worst.orWorse(one.verdict());
        why = one.reason();
      }
    }
    Findings findings = new Findings();
    findings.must(!evidence.preferred().isEmpty(), "the endpoint with the fault was never asked");
    hammering(findings, "preferred", evidence.preferred());
    hammering(findings, "healthy", evidence.healthy());
    fault.conduct().look(evidence, findings);
    String seen = why + "; " + tries();
    if (worst == Verdict.FAIL || !findings.wrong().isEmpty()) {
      return judgement(Verdict.FAIL, seen, findings.wrong());
    }
    if (worst == Verdict.SAFE) {
      return new Judgement(Verdict.SAFE, seen);
    }
    return findings.inadvisable().isEmpty()
        ? new Judgement(Verdict.PASS, seen)
        : judgement(Verdict.PARTIAL, seen, findings.inadvisable());
  }

  private static Judgement judgement(Verdict verdict, String seen, List<String> findings) {
    return new Judgement(
        verdict, findings.isEmpty() ? seen : String.join(", ", findings) + "; " + seen);
  }

  private void hammering(Findings findings, String who, List<Try> tries) {
    if (fault.requests() == 1) {
      findings.must(tries.size() <= MOST_TRIES, who + " was asked " + tries.size() + " times");
    }
  }

  private Judgement ofCaller(Experience experience) {
    Duration bound = fault.bound(evidence.mode());
    String at = " after " + experience.seconds();
    if (experience.ending() == Experience.Ending.HANG || experience.took().compareTo(bound) > 0) {
      return new Judgement(
          Verdict.FAIL, "not over within " + bound.toSeconds() + " s: " + message(experience));
    }
    return switch (experience.ending()) {
      case SUCCESS -> ofAnswer(experience, at);
      case ERROR -> ofError(experience, at);
      case GARBLED -> new Judgement(Verdict.FAIL, "unreadable" + at + ": " + message(experience));
      case HANG -> throw new AssertionError("was judged above");
    };
  }

  private Judgement ofAnswer(Experience experience, String at) {
    Evidence.Truth source = evidence.source(experience);
    if (source == null || experience.finish() == null) {
      return new Judgement(
          Verdict.FAIL,
          "took for an answer%s what is not whole: %d characters, finish %s"
              .formatted(at, experience.text().length(), experience.finish()));
    }
    if (fault.refusal() != null) {
      return new Judgement(Verdict.PARTIAL, "answered" + at + " in spite of the refusal");
    }
    return new Judgement(
        Verdict.PASS,
        "answer of "
            + (evidence.isOfPreferred(experience) ? "preferred" : "healthy")
            + (evidence.isJoined(experience) ? ", its end by healthy," : "")
            + at);
  }

  private Judgement ofError(Experience experience, String at) {
    if (experience.message().isBlank()) {
      return new Judgement(Verdict.FAIL, "an error without a word" + at);
    }
    boolean isTheProviders =
        fault.refusal() != null
            && experience.status() == 400
            && experience.message().contains(fault.refusal());
    return isTheProviders
        ? new Judgement(Verdict.PASS, "the provider's own error" + at)
        : new Judgement(
            Verdict.SAFE, "error " + experience.status() + at + ": " + message(experience));
  }

  private static String message(Experience experience) {
    String message = experience.message().replaceAll("\\s+", " ");
    return message.length() <= 90 ? message : message.substring(0, 90) + " …";
  }

  private String tries() {
    return "%d + %d tries".formatted(evidence.preferred().size(), evidence.healthy().size());
  }
}
