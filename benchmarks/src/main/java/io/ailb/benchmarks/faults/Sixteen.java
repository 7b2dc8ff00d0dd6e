package io.ailb.benchmarks.faults;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sixteen faults. */
final class Sixteen {
  private static final Duration AT_ONCE = Duration.ofSeconds(4); // before a limit for silence
  private static final double EARLY = 0.9; // of Retry-After, as clocks differ
  private static final long PATIENCE = 3; // seconds that a tier is waited for by default
  private static final String NO_PREFILL = "does not support assistant message prefill";

  private final Times times;
  private final Draw draw;

  private Sixteen(Times times, Draw draw) {
    this.times = draw.of(times);
    this.draw = draw;
  }

  static List<FaultCase> with(Times times) {
    return with(times, Draw.AS_DESCRIBED);
  }

  static List<FaultCase> with(Times times, Draw draw) {
    return new Sixteen(times, draw).all();
  }

  /** Those refusals that a pool may do something about, where it can and is told to. */
  static List<FaultCase> elsewhere(Times times, Draw draw) {
    return new Sixteen(times, draw).refusals();
  }

  private List<FaultCase> all() {
    FaultRule dies = FaultRule.of(new Fault.Cut(draw.diesAfter(), false));
    FaultRule breaks = FaultRule.of(new Fault.CutInBody(draw.middle()));
    return List.of(
        one(
            1,
            "429, Retry-After " + draw.retryAfter() + ", then healthy",
            once(Fault.rateLimit(draw.retryAfter())),
            this::rateLimited),
        one(2, "429 without Retry-After, for ever", FaultRule.of(Fault.rateLimit()), this::limits),
        one(
            3,
            draw.failure() + " once, then healthy",
            once(Fault.status(draw.failure())),
            this::quickRetry),
        one(4, draw.down() + " for ever", FaultRule.of(Fault.status(draw.down())), this::answered),
        one(5, "reset before headers, once", once(new Fault.Reset()), this::quickRetry),
        one(
            6,
            "never answers",
            FaultRule.of(new Fault.Silence(times.silence().toMillis())),
            this::askedOnce),
        slowFirstToken(),
        one(
            8,
            "stream dies after %d of %d tokens".formatted(draw.diesAfter(), draw.tokens()),
            dies,
            breaks,
            this::answered),
        stall(),
        one(
            10,
            ordinal() + " event is malformed",
            FaultRule.of(new Fault.MalformedEvent(draw.malformed())),
            FaultRule.of(new Fault.MalformedEvent(0)),
            this::answered),
        one(11, "no [DONE]", FaultRule.of(new Fault.NoTerminal()), this::atOnce),
        refused(12, "context too long (400)", Problem.CONTEXT_LENGTH, "maximum context length"),
        refused(13, "content filter (400)", Problem.CONTENT_FILTER, "violating our usage policy"),
        prefillRefused(dies, breaks),
        outage(),
        one(
            16,
            draw.down() + " for ever: who served",
            FaultRule.of(Fault.status(draw.down())),
            this::books));
  }

  private String ordinal() {
    return draw.seed() == 0 ? "tenth" : "an";
  }

  private List<FaultCase> refusals() {
    return List.of(
        elsewhere(12, "context too long (400), and room elsewhere", Problem.CONTEXT_LENGTH),
        elsewhere(13, "content filter (400), to be tried elsewhere", Problem.CONTENT_FILTER));
  }

  private FaultCase elsewhere(int number, String title, Problem problem) {
    return one(number, title, FaultRule.of(new Fault.Failure(problem)), this::servedElsewhere);
  }

  // What the faults are.

  private static FaultRule once(Fault fault) {
    return FaultRule.of(fault).times(1);
  }

  private FaultCase one(int number, String title, FaultRule rule, FaultCase.Conduct conduct) {
    return one(number, title, rule, rule, conduct);
  }

  private FaultCase one(
      int number, String title, FaultRule streamed, FaultRule whole, FaultCase.Conduct conduct) {
    return plain(number, title, streamed, whole, List.of(), null, conduct);
  }

  private FaultCase plain(
      int number,
      String title,
      FaultRule streamed,
      FaultRule whole,
      List<FaultRule> healthy,
      @Nullable String refusal,
      FaultCase.Conduct conduct) {
    return new FaultCase(
        number,
        title,
        scripts(streamed, whole),
        healthy,
        1,
        Duration.ZERO,
        bounds(times.bound()),
        refusal,
        conduct);
  }

  private static Map<Mode, List<FaultRule>> scripts(FaultRule streamed, FaultRule whole) {
    return Map.of(Mode.STREAMED, List.of(streamed), Mode.WHOLE, List.of(whole));
  }

  private Map<Mode, Duration> bounds(Duration streamed) {
    return Map.of(Mode.STREAMED, streamed, Mode.WHOLE, times.bound());
  }

  private FaultCase slowFirstToken() {
    FaultRule slow = FaultRule.of(new Fault.SlowFirstToken(times.slowToken().toMillis(), null));
    return new FaultCase(
        7,
        "first token after " + times.slowToken().toSeconds() + " s",
        scripts(slow, slow),
        List.of(),
        1,
        Duration.ZERO,
        bounds(times.slowBound()),
        null,
        this::askedOnce);
  }

  private FaultCase stall() {
    long millis = times.stall().toMillis();
    return new FaultCase(
        9,
        "stalls after " + draw.stallsAfter() + " tokens, healthy afterwards",
        scripts(
            once(new Fault.Stall(draw.stallsAfter(), millis, null)),
            once(new Fault.StallInBody(draw.middle(), millis))),
        List.of(),
        2,
        Duration.ZERO,
        bounds(times.bound()),
        null,
        this::healthyAfterwards);
  }

  private FaultCase refused(int number, String title, Problem problem, String words) {
    FaultRule rule = FaultRule.of(new Fault.Failure(problem));
    return plain(number, title, rule, rule, List.of(), words, this::notRoutedAround);
  }

  private FaultCase prefillRefused(FaultRule streamed, FaultRule whole) {
    String body =
        "{\"error\":{\"message\":\"This model %s.\",\"type\":\"invalid_request_error\"}}"
            .formatted(NO_PREFILL);
    FaultRule refuses = FaultRule.of(new Fault.Status(400, body, null)).prefill(true);
    return plain(
        14,
        "as 8, and the other takes no prefill",
        streamed,
        whole,
        List.of(refuses),
        null,
        this::prefillUnseen);
  }

  private FaultCase outage() {
    FaultRule down = FaultRule.of(Fault.status(draw.down())).forMillis(times.outage().toMillis());
    long span = times.outage().plus(times.back()).toMillis();
    return new FaultCase(
        15,
        draw.down() + " for " + times.outage().toSeconds() + " s, then healthy",
        scripts(down, down),
        List.of(),
        (int) (span / times.every().toMillis()) + 1,
        times.every(),
        bounds(times.bound()),
        null,
        this::backAgain);
  }

  // What is asked of who meets them.

  private void answered(Evidence evidence, Findings findings) {
    for (Experience experience : evidence.experiences()) {
      if (experience.ending() == Experience.Ending.SUCCESS) {
        findings.should(evidence.isCountedRight(experience), "usage is not that of who answered");
      }
    }
  }

  private void rateLimited(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    List<Try> tries = evidence.preferred();
    findings.must(
        tries.size() < 2 || since(tries, 1) >= EARLY * 1_000 * draw.retryAfter(),
        "was asked again %d ms after Retry-After %d"
            .formatted(tries.size() < 2 ? 0 : since(tries, 1), draw.retryAfter()));
    findings.must(within(tries, 1_500) <= 2, within(tries, 1_500) + " tries in 1.5 s");
    findings.should(
        evidence.oneTier()
            || draw.retryAfter() >= PATIENCE
            || evidence.isOfPreferred(evidence.experiences().get(0)),
        "the preferred one was not waited for");
  }

  private void limits(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    findings.must(
        within(evidence.preferred(), 3_000) <= 4,
        within(evidence.preferred(), 3_000) + " tries in 3 s");
  }

  private void quickRetry(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    findings.must(
        evidence.preferred().size() <= 2, evidence.preferred().size() + " tries on preferred");
    findings.should(
        evidence.oneTier() || evidence.isOfPreferred(evidence.experiences().get(0)),
        "no second try on preferred before its tier was left");
  }

  private void askedOnce(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    findings.must(
        evidence.preferred().size() == 1, evidence.preferred().size() + " tries on preferred");
  }

  private void healthyAfterwards(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    findings.must(evidence.triesOfPreferred(1) == 1, "the stalled endpoint was tried again");
    findings.must(
        evidence.source(evidence.experiences().get(1)) != null, "the next request was not served");
    findings.should(evidence.triesOfPreferred(2) == 1, "the endpoint was not used afterwards");
  }

  private void atOnce(Evidence evidence, Findings findings) {
    askedOnce(evidence, findings);
    Experience experience = evidence.experiences().get(0);
    findings.must(
        experience.ending() != Experience.Ending.SUCCESS || experience.outputTokens() != null,
        "without usage");
    findings.should(
        experience.ending() != Experience.Ending.SUCCESS || experience.terminated(),
        "the end that SDKs wait for was not written");
    findings.should(
        experience.took().compareTo(AT_ONCE) < 0, "finished only after " + experience.seconds());
  }

  private void notRoutedAround(Evidence evidence, Findings findings) {
    findings.must(
        evidence.preferred().size() == 1, evidence.preferred().size() + " tries on preferred");
    findings.must(evidence.healthy().isEmpty(), "another endpoint was asked");
  }

  private void servedElsewhere(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    findings.must(
        evidence.preferred().size() == 1, evidence.preferred().size() + " tries on preferred");
    findings.must(evidence.healthy().size() == 1, evidence.healthy().size() + " tries on healthy");
    findings.must(
        evidence.healthyTruth().equals(evidence.source(evidence.experiences().get(0))),
        "not answered by who could");
  }

  private void prefillUnseen(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    Experience experience = evidence.experiences().get(0);
    findings.must(
        !experience.message().contains("prefill") && experience.status() != 400,
        "the caller saw the refusal of a prefill");
  }

  private void backAgain(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    List<Try> tries = evidence.preferred();
    for (int request = 1; request <= evidence.experiences().size(); request++) {
      int asked = request;
      long inVain = tries.stream().filter(t -> t.request() == asked && t.faulted()).count();
      findings.must(inVain <= 1, inVain + " tries for request " + request + " while it was down");
    }
    long until = times.outage().plus(times.back()).toMillis();
    long first =
        tries.stream()
            .filter(one -> !one.faulted())
            .mapToLong(one -> one.atMillis() - tries.get(0).atMillis())
            .min()
            .orElse(Long.MAX_VALUE);
    findings.should(first <= until, "not used again in time");
  }

  private void books(Evidence evidence, Findings findings) {
    answered(evidence, findings);
    Experience experience = evidence.experiences().get(0);
    Evidence.Truth source = evidence.source(experience);
    if (source == null) {
      return;
    }
    findings.must(
        source.model().equals(experience.model()), "the answer names " + experience.model());
    findings.must(experience.outputTokens() != null, "without usage");
    findings.must(
        evidence.books().preferred() == 0
            && evidence.books().healthy() == evidence.healthyTruth().outputTokens(),
        "counted as " + evidence.books());
  }

  private static long since(List<Try> tries, int index) {
    return tries.get(index).atMillis() - tries.get(0).atMillis();
  }

  private static long within(List<Try> tries, long millis) {
    return tries.stream().filter(one -> one.atMillis() - tries.get(0).atMillis() <= millis).count();
  }
}
