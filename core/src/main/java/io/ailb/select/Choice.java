package io.ailb.select;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one try of a request went, and how everybody stood at that moment. Names only: nothing is
 * kept alive by it.
 *
 * @param endpoint that was chosen; null = none
 * @param considered the chosen one's tier and those below it, lowest first
 * @param more endpoints that were considered, too
 * @param at of the ticker
 */
public record Choice(@Nullable String endpoint, List<Considered> considered, int more, long at) {
  public Choice {
    considered = List.copyOf(considered);
  }

  /**
   * How one endpoint stood.
   *
   * @param obstacle that excluded it; null = none
   * @param chance that the strategy gave it, 0 to 1
   * @param score why it stands where it does; null = the strategy weighs nothing, or somebody of a
   *     lower tier was free
   */
  public record Considered(
      String endpoint,
      int tier,
      @Nullable Obstacle obstacle,
      double chance,
      @Nullable Score score) {}
}
