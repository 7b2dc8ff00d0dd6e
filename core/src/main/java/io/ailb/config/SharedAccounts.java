package io.ailb.config;

import io.ailb.limit.LimitSettings;
import io.ailb.model.Endpoint;
import io.ailb.select.MemberSettings;
import io.ailb.select.PoolSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that share an account share its limits, and whether these are learned. They may state
 * each once, and then all have it, or equally; anything else is an error. As a key cannot be
 * counted in two ways, its endpoints at one host are all in one group, or in none.
 */
final class SharedAccounts {
  private final Problems problems;
  private final Map<String, Stated<LimitSettings>> limits = new HashMap<>();
  private final Map<String, Stated<Boolean>> learning = new HashMap<>();
  private final Map<String, Endpoint> byKey = new HashMap<>();

  /** What an endpoint states for all that share its account. */
  private record Stated<T>(String endpoint, T value) {}

  SharedAccounts(Problems problems) {
    this.problems = problems;
  }

  /**
   * The same pools, where what is stated once holds for all who share it.
   *
   * @param sections of each pool's endpoints, by name
   */
  List<PoolConfig> agree(List<PoolConfig> pools, List<Map<String, Section>> sections) {
    for (int i = 0; i < pools.size(); i++) {
      for (MemberSettings member : pools.get(i).pool().members()) {
        Section section = sections.get(i).get(member.endpoint().name());
        if (section != null) {
          note(member, section);
        }
      }
    }
    for (int i = 0; i < pools.size(); i++) {
      for (MemberSettings member : pools.get(i).pool().members()) {
        Section section = sections.get(i).get(member.endpoint().name());
        if (section != null && !member.endpoint().isKeyless()) {
          checkGroup(member.endpoint(), section);
        }
      }
    }
    List<PoolConfig> completed = new ArrayList<>(pools);
    completed.replaceAll(this::completed);
    return List.copyOf(completed);
  }

  private void note(MemberSettings member, Section section) {
    Endpoint endpoint = member.endpoint();
    if (statesAny(member.limits())) {
      LimitSettings mine = learning(member.limits(), true); // which is compared on its own
      note(limits, endpoint, mine, section, "limits");
    }
    if (section.isWritten("learnLimits")) {
      note(learning, endpoint, member.limits().learns(), section, "learnLimits");
    }
  }

  private <T> void note(
      Map<String, Stated<T>> stated, Endpoint endpoint, T mine, Section section, String key) {
    Stated<T> other = stated.putIfAbsent(endpoint.account(), new Stated<>(endpoint.name(), mine));
    if (other != null && !other.value.equals(mine)) {
      String shared =
          endpoint.quotaGroup() != null
              ? "quotaGroup " + endpoint.quotaGroup()
              : endpoint.isKeyless() ? "one server" : "one key";
      problems.error(
          section.placeOf(key),
          section.pathOf(key),
          "\"%s\" and \"%s\" share %s, but state different %s. State them once, or equally."
              .formatted(endpoint.name(), other.endpoint, shared, key));
    }
  }

  /** Told at the first endpoint that differs; what each group allows, its key would use in full. */
  private void checkGroup(Endpoint endpoint, Section section) {
    Endpoint other = byKey.putIfAbsent(endpoint.ownAccount(), endpoint);
    if (other == null || Objects.equals(other.quotaGroup(), endpoint.quotaGroup())) {
      return;
    }
    String said =
        "\"%s\" and \"%s\" have one key, but %s and %s, and are counted apart%s. Give both the same quotaGroup, or none."
            .formatted(
                endpoint.name(),
                other.name(),
                group(endpoint.quotaGroup()),
                group(other.quotaGroup()),
                isSame(endpoint, other) ? "" : ", by different limits");
    if (isSame(endpoint, other)) {
      problems.warning(section.placeOf("quotaGroup"), section.pathOf("quotaGroup"), said);
    } else {
      problems.error(section.placeOf("quotaGroup"), section.pathOf("quotaGroup"), said);
    }
  }

  private boolean isSame(Endpoint one, Endpoint other) {
    return Objects.equals(value(limits, one), value(limits, other))
        && Objects.equals(value(learning, one), value(learning, other));
  }

  private static String group(@Nullable String quotaGroup) {
    return quotaGroup == null ? "no quotaGroup" : "quotaGroup " + quotaGroup;
  }

  private static <T> @Nullable T value(Map<String, Stated<T>> stated, Endpoint endpoint) {
    Stated<T> found = stated.get(endpoint.account());
    return found == null ? null : found.value;
  }

  private PoolConfig completed(PoolConfig config) {
    PoolSettings pool = config.pool();
    List<MemberSettings> members = new ArrayList<>();
    for (MemberSettings member : pool.members()) {
      members.add(
          new MemberSettings(
              member.endpoint(),
              shared(member),
              member.concurrency(),
              member.enabled(),
              member.disabledBecause()));
    }
    return new PoolConfig(
        config.match(),
        pool.with(members),
        config.retries(),
        config.priorityHeader(),
        config.stream(),
        config.timeouts(),
        config.outputTokens(),
        config.responseHeaders(),
        config.translation());
  }

  private LimitSettings shared(MemberSettings member) {
    LimitSettings stated = value(limits, member.endpoint());
    Boolean learns = value(learning, member.endpoint());
    LimitSettings own = statesAny(member.limits()) || stated == null ? member.limits() : stated;
    return learning(own, learns == null ? member.limits().learns() : learns);
  }

  private static LimitSettings learning(LimitSettings limits, boolean learns) {
    return new LimitSettings(
        limits.rpm(),
        limits.rpd(),
        limits.tpm(),
        limits.itpm(),
        limits.otpm(),
        limits.tpd(),
        limits.perModel(),
        limits.charge(),
        limits.calendarDay(),
        learns);
  }

  private static boolean statesAny(LimitSettings limits) {
    return limits.rpm() != null
        || limits.rpd() != null
        || limits.tpm() != null
        || limits.itpm() != null
        || limits.otpm() != null
        || limits.tpd() != null;
  }
}
