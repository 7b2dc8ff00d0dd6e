package io.ailb.config;

import io.ailb.limit.LimitSettings;
import io.ailb.model.Endpoint;
import io.ailb.select.MemberSettings;
import io.ailb.select.PoolSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Endpoints that share an account share its limits. They may state them once, and then all have
 * them, or equally; anything else is an error.
 */
final class SharedAccounts {
  private final Problems problems;
  private final Map<String, Stated> stated = new HashMap<>();

  private record Stated(String endpoint, LimitSettings limits) {}

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
    return pools.stream().map(this::completed).toList();
  }

  private void note(MemberSettings member, Section section) {
    if (!statesAny(member.limits())) {
      return;
    }
    Endpoint endpoint = member.endpoint();
    Stated mine = new Stated(endpoint.name(), member.limits());
    Stated other = stated.putIfAbsent(endpoint.account(), mine);
    if (other != null && !other.limits.equals(member.limits())) {
      String what =
          endpoint.quotaGroup() != null ? "quotaGroup " + endpoint.quotaGroup() : "one key";
      problems.error(
          section.placeOf("limits"),
          section.pathOf("limits"),
          "\"%s\" and \"%s\" share %s, but state different limits. State them once, or equally."
              .formatted(endpoint.name(), other.endpoint, what));
    }
  }

  private PoolConfig completed(PoolConfig config) {
    PoolSettings pool = config.pool();
    List<MemberSettings> members = new ArrayList<>();
    for (MemberSettings member : pool.members()) {
      Stated shared = stated.get(member.endpoint().account());
      members.add(
          shared != null && !statesAny(member.limits())
              ? new MemberSettings(
                  member.endpoint(),
                  shared.limits,
                  member.concurrency(),
                  member.enabled(),
                  member.disabledBecause())
              : member);
    }
    return new PoolConfig(
        config.match(),
        new PoolSettings(
            pool.name(),
            members,
            pool.strategy(),
            pool.factors(),
            pool.choices(),
            pool.budget(),
            pool.requireTags(),
            pool.breaker(),
            pool.cooldown(),
            pool.patience(),
            pool.maxWait(),
            pool.maxQueued(),
            pool.translates(),
            pool.affinity()),
        config.retries(),
        config.priorityHeader(),
        config.stream(),
        config.timeouts(),
        config.outputTokens(),
        config.responseHeaders(),
        config.translation());
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
