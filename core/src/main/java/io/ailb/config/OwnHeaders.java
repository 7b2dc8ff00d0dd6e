package io.ailb.config;

import io.ailb.model.HttpFields;
import io.ailb.select.MemberSettings;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The headers that say something to us alone. What they carry is taken off, so that none may be one
 * that carries a key, or that says something else already.
 */
final class OwnHeaders {
  private static final Set<String> TAKEN = Set.of("x-ai-lb-bypass", "x-ai-lb-pool", "x-ai-lb-tags");

  private final Problems problems;

  OwnHeaders(Problems problems) {
    this.problems = problems;
  }

  void check(Section pool, List<MemberSettings> members) {
    Section queue = pool.section("queue");
    Section affinity = pool.section("routing").section("affinity");
    check(queue, "priorityHeader", "x-ai-lb-priority", members);
    check(affinity, "header", "x-ai-lb-affinity", members);
    String name = queue.text("priorityHeader");
    if (name.equalsIgnoreCase(affinity.text("header"))) {
      boolean here = queue.isWritten("priorityHeader");
      Section section = here ? queue : affinity;
      String key = here ? "priorityHeader" : "header";
      problems.error(
          section.placeOf(key),
          section.pathOf(key),
          "%s is also %s. Name another header, such as %s."
              .formatted(
                  name,
                  here ? "routing.affinity.header" : "queue.priorityHeader",
                  here ? "x-ai-lb-priority" : "x-ai-lb-affinity"));
    }
  }

  private void check(Section section, String key, String example, List<MemberSettings> members) {
    String name = section.text(key);
    boolean carriesKey = HttpFields.isCredential(name);
    for (MemberSettings member : members) {
      carriesKey |= name.equalsIgnoreCase(member.endpoint().auth().header());
    }
    boolean taken = TAKEN.contains(name.toLowerCase(Locale.ROOT));
    if (carriesKey || taken) {
      problems.error(
          section.placeOf(key),
          section.pathOf(key),
          "%s %s. Name a header of its own, such as %s."
              .formatted(
                  name,
                  carriesKey ? "carries a credential" : "says something else to ai-lb",
                  example));
    }
  }
}
