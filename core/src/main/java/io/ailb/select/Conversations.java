package io.ailb.select;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where conversations were last: a provider's cache is warm there, which it need not be where they
 * began. Of very many those are remembered that spoke last. Thread-safe.
 */
final class Conversations {
  // All guarded by this.
  private final Map<Long, Place> places = new LinkedHashMap<>(16, 0.75f, true);
  private AffinitySettings settings;
  private long returns;
  private long hits;

  private record Place(Member member, long at) {}

  Conversations(AffinitySettings settings) {
    this.settings = settings;
  }

  synchronized void apply(AffinitySettings newSettings) {
    settings = newSettings;
    forgetTheOldest();
  }

  /** Where this one was, if that is not too long ago; null = it begins. */
  synchronized @Nullable Member last(long conversation, long now) {
    Place place = places.get(conversation);
    return place == null || isOver(place, now) ? null : place.member;
  }

  private boolean isOver(Place place, long now) {
    return now - place.at >= settings.ttl().toNanos();
  }

  /** It goes on, or begins, at this member. */
  synchronized void goesTo(long conversation, Member member, long now) {
    Place before = places.put(conversation, new Place(member, now));
    if (before != null && !isOver(before, now)) {
      returns++;
      hits += before.member == member ? 1 : 0;
    }
    forgetTheOldest();
  }

  private void forgetTheOldest() {
    for (Iterator<Long> oldest = places.keySet().iterator();
        places.size() > settings.maxEntries(); ) {
      oldest.next();
      oldest.remove();
    }
  }

  /**
   * Of the requests that went on with a conversation, the share that found it where it was, 0 to 1;
   * -1 while there was none.
   */
  synchronized double hitRatio() {
    return returns == 0 ? -1 : (double) hits / returns;
  }

  synchronized int size() {
    return places.size();
  }
}
