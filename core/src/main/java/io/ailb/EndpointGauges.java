package io.ailb;

import io.ailb.expose.EndpointView;
import io.ailb.expose.Percent;
import io.ailb.health.Latency;
import io.ailb.limit.Quota;
import io.ailb.model.EndpointState;
import io.ailb.model.Secret;
import io.ailb.select.Member;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An endpoint as those see it who watch. */
record EndpointGauges(Member member, Surroundings around) implements EndpointView {
  private long now() {
    return around.ticker().nanos();
  }

  @Override
  public String name() {
    return member.endpoint().name();
  }

  @Override
  public String provider() {
    return member.endpoint().provider().id();
  }

  @Override
  public String host() {
    URI url = member.endpoint().baseUrl();
    boolean usual =
        url.getPort() < 0 || url.getPort() == ("http".equals(url.getScheme()) ? 80 : 443);
    return usual ? member.endpoint().host() : member.endpoint().host() + ":" + url.getPort();
  }

  @Override
  public String keyFingerprint() {
    Secret key = member.endpoint().key().current();
    return key == null ? "" : key.fingerprint();
  }

  @Override
  public EndpointState state() {
    return member.standing(now()).state();
  }

  @Override
  public boolean available() {
    return member.standing(now()).free();
  }

  @Override
  public String stateReason() {
    long now = now();
    Member.Standing standing = member.standing(now);
    boolean open = standing.state() == EndpointState.OPEN && InWords.isKnown(standing.until(), now);
    return open
        ? standing.reason() + "; probe in " + InWords.duration(standing.until() - now)
        : standing.reason();
  }

  @Override
  public double weight() {
    return member.weight();
  }

  @Override
  public int tier() {
    return member.endpoint().tier();
  }

  @Override
  public int inFlight() {
    return member.inFlight();
  }

  @Override
  public int consecutiveFailures() {
    return member.breaker().consecutiveFailures();
  }

  @Override
  public long used(String quota) {
    return member.used(Quota.of(quota), now());
  }

  @Override
  public long limit(String quota) {
    return member.limit(Quota.of(quota));
  }

  @Override
  public double capacityPercent() {
    return Percent.of(member.capacity(now()));
  }

  @Override
  public double latencyMillis(double percentile) {
    return millis(member.total(), percentile);
  }

  @Override
  public double firstByteMillis(double percentile) {
    return millis(member.firstByte(), percentile);
  }

  @Override
  public double inputEstimateErrorPercent() {
    double percent = member.inputErrorPercent();
    return percent < 0 ? -1 : Percent.of(percent / 100);
  }

  private double millis(Latency latency, double percentile) {
    long nanos = latency.percentile(percentile, now());
    return nanos < 0 ? -1 : nanos / 1e6;
  }

  @Override
  public @Nullable Instant cooldownUntil() {
    long now = now();
    Member.Standing standing = member.standing(now);
    boolean ends =
        switch (standing.state()) {
          case COOLING, OPEN, DISABLED -> InWords.isKnown(standing.until(), now);
          case READY, BUSY, HALF_OPEN, DRAINING -> false;
        };
    return !ends ? null : around.clock().now().plus(Duration.ofNanos(standing.until() - now));
  }
}
