package io.ailb;

import io.ailb.limit.Demand;
import io.ailb.model.AiCall;
import io.ailb.model.Auth;
import io.ailb.model.Dialect;
import io.ailb.model.OneLine;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.select.Forecast.Prospect;
import io.ailb.select.Member;
import io.ailb.select.MemberSettings;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.select.Request;
import io.ailb.select.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells where a call would go now, and why not elsewhere. */
record Explanation(Pool pool, long now) {

  /** Whoever asks is not known: an endpoint that sends the caller's own key takes no such call. */
  private static final Origin NOBODY = new Origin("", "", 0);

  private static final List<Operation> OPERATIONS =
      Arrays.stream(Dialect.values()).map(Operation::toGenerate).toList();

  /** Who would be asked in one dialect; the request has no body, so that nothing in it matters. */
  private record Look(Dialect dialect, List<Prospect> prospects) {
    /** The same look in another dialect may differ in who understands it without translation. */
    List<Object> outcome() {
      List<Object> outcome = new ArrayList<>();
      for (Prospect prospect : prospects) {
        outcome.add(prospect.candidate().member());
        outcome.add(prospect.chance());
        outcome.add(Optional.ofNullable(prospect.obstacle()));
      }
      return outcome;
    }

    /** Endpoints that the request would be translated for. */
    List<String> translated() {
      return prospects.stream()
          .filter(p -> !p.candidate().member().endpoint().hears(Operation.toGenerate(dialect)))
          .map(Explanation::name)
          .toList();
    }
  }

  /**
   * For a call in each dialect that the pool has endpoints for.
   *
   * @param model null = the request names none
   */
  String of(@Nullable String model, int estimatedTokens) {
    String asked = model == null ? "no model" : OneLine.of(model);
    List<Look> looks = OPERATIONS.stream().map(o -> look(o, model, estimatedTokens)).toList();
    StringBuilder text = new StringBuilder();
    Map<List<Object>, List<Look>> alike = new LinkedHashMap<>();
    for (Look look : looks) {
      if (!look.prospects.isEmpty()) {
        alike.computeIfAbsent(look.outcome(), created -> new ArrayList<>()).add(look);
      }
    }
    alike.values().forEach(group -> explain(asked, group, text));
    if (looks.stream().anyMatch(look -> !look.translated().isEmpty())) {
      text.append("This is about plain text; other content may rule some out.\n");
    }
    if (alike.isEmpty()) {
      text.append("No endpoint of pool ").append(pool.settings().name());
      text.append(" serves ").append(model == null ? "a request without a model" : asked);
      text.append(".\n");
    }
    Set<Member> serving =
        looks.stream()
            .flatMap(look -> look.prospects.stream())
            .map(prospect -> prospect.candidate().member())
            .collect(Collectors.toSet());
    for (MemberSettings settings : pool.settings().members()) {
      Member member = pool.member(settings.endpoint().name());
      if (member != null && !serving.contains(member)) {
        line(settings.endpoint().name(), whyNever(settings, member), text);
      }
    }
    int waiting = pool.queue().size();
    if (waiting > 0) {
      text.append(waiting).append(waiting == 1 ? " request waits" : " requests wait");
      text.append(" for a place and may come first.\n");
    }
    return text.toString();
  }

  private Look look(Operation operation, @Nullable String model, int estimatedTokens) {
    AiCall call = new AiCall(operation, NOBODY, model, false, false, -1, 1, 0, 0);
    Request request =
        new Request(call, new Demand(estimatedTokens, 0), pool.settings().routing().requireTags());
    return new Look(operation.dialect(), pool.forecast().preview(request, now));
  }

  /** In full for the dialects that need least translation, in a line for the others. */
  private void explain(String asked, List<Look> alike, StringBuilder text) {
    Map<List<String>, List<Look>> groups = new LinkedHashMap<>();
    alike.stream()
        .sorted(Comparator.comparingInt(look -> look.translated().size()))
        .forEach(
            look ->
                groups.computeIfAbsent(look.translated(), created -> new ArrayList<>()).add(look));
    boolean first = true;
    for (Map.Entry<List<String>, List<Look>> group : groups.entrySet()) {
      List<String> translated = group.getKey();
      List<Prospect> prospects = group.getValue().get(0).prospects;
      text.append(asked).append(", ").append(dialects(group.getValue())).append(':');
      if (first) {
        text.append('\n').append(verdict(prospects)).append('\n');
        for (Prospect prospect : prospects) {
          String mark = translated.contains(name(prospect)) ? " (in translation)" : "";
          line(name(prospect) + mark, why(prospect, prospects), text);
        }
        tokens(prospects, text);
      } else {
        boolean all = translated.size() == prospects.size();
        String who = all ? "" : String.join(", ", translated) + " ";
        text.append(" the same, ").append(who).append("in translation\n");
      }
      first = false;
    }
  }

  /** How the input of whoever is chosen is estimated, once that is more than a guess. */
  private static void tokens(List<Prospect> prospects, StringBuilder text) {
    for (Prospect prospect : prospects) {
      String words = prospect.candidate().tokensInWords();
      if (prospect.chance() > 0 && words != null) {
        text.append("for ").append(name(prospect)).append(", ").append(words).append('\n');
      }
    }
  }

  private static String dialects(List<Look> looks) {
    return looks.stream().map(look -> look.dialect.id()).collect(Collectors.joining(" or "));
  }

  private static void line(String name, String words, StringBuilder text) {
    text.append("  ").append(name).append(": ").append(words).append('\n');
  }

  private static String name(Prospect prospect) {
    return prospect.candidate().member().endpoint().name();
  }

  private static int tier(Prospect prospect) {
    return prospect.candidate().member().endpoint().tier();
  }

  private String verdict(List<Prospect> prospects) {
    List<Prospect> chosen = prospects.stream().filter(p -> p.chance() > 0).toList();
    if (chosen.size() == 1) {
      return "goes to " + name(chosen.get(0)) + " now";
    }
    if (chosen.isEmpty()) {
      return waited(prospects) + soonest(prospects);
    }
    return "goes now to "
        + chosen.stream()
            .map(p -> name(p) + " (" + percent(p.chance()) + ")")
            .collect(Collectors.joining(" or "));
  }

  /** Whether nobody can take it now, or is not asked yet. */
  private static String waited(List<Prospect> prospects) {
    return prospects.stream()
        .map(Prospect::obstacle)
        .filter(obstacle -> obstacle != null && obstacle.kind() == Obstacle.Kind.PATIENCE)
        .findFirst()
        .map(Obstacle::detail)
        .orElse("nobody can take it now");
  }

  private String soonest(List<Prospect> prospects) {
    return prospects.stream()
        .filter(p -> InWords.isKnown(until(p), now))
        .min(Comparator.comparingLong(Explanation::until))
        .map(p -> "; " + name(p) + " may in " + InWords.duration(until(p) - now))
        .orElse("");
  }

  private static long until(Prospect prospect) {
    Obstacle obstacle = prospect.obstacle();
    return obstacle == null ? 0 : obstacle.until();
  }

  private String why(Prospect prospect, List<Prospect> all) {
    Obstacle obstacle = prospect.obstacle();
    if (obstacle != null) {
      return InWords.of(obstacle, now);
    }
    List<Prospect> chosen = all.stream().filter(p -> p.chance() > 0).toList();
    boolean lower = chosen.stream().anyMatch(p -> tier(p) < tier(prospect));
    if (lower) {
      return "free, but of tier "
          + tier(prospect)
          + ": only when tier "
          + tier(chosen.get(0))
          + " can take nothing";
    }
    return prospect.chance() > 0
        ? whyChosen(prospect)
        : whyNotChosen(prospect, name(chosen.get(0)));
  }

  private String whyChosen(Prospect prospect) {
    return switch (pool.settings().routing().strategy()) {
      case ADAPTIVE -> "the least loaded: " + parts(prospect);
      case LEAST_BUSY -> "the fewest calls under way for its weight";
      case CHEAPEST -> "the cheapest";
      case FASTEST ->
          percent(prospect.chance()) + ", by its weight, free capacity and speed of late";
      case WEIGHTED ->
          percent(prospect.chance())
              + ", by its weight "
              + InWords.number(prospect.candidate().member().weight())
              + " and free capacity "
              + percent(prospect.candidate().capacity(now));
      case ROUND_ROBIN -> "next in turn";
      case ORDERED -> "the first that is free";
    };
  }

  private String whyNotChosen(Prospect prospect, String chosen) {
    return switch (pool.settings().routing().strategy()) {
      case WEIGHTED, FASTEST -> "free, but its capacity is used up";
      case ADAPTIVE -> "free, but " + chosen + " comes first: " + parts(prospect);
      case ROUND_ROBIN, LEAST_BUSY, CHEAPEST, ORDERED -> "free, but " + chosen + " comes first";
    };
  }

  private static String parts(Prospect prospect) {
    Score score = prospect.score();
    return score == null ? "" : score.inWords();
  }

  private static String whyNever(MemberSettings settings, Member member) {
    String because = settings.disabledBecause();
    if (!settings.enabled()) {
      return InWords.disabled("", because == null ? "" : because);
    }
    return member.endpoint().auth().scheme() == Auth.Scheme.PASSTHROUGH
        ? "sends the caller's own key: takes only requests to " + member.endpoint().host()
        : "does not list this model";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
