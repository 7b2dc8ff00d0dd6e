package io.ailb.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All the keys that somebody owns. Thread-safe. */
final class KeyRing {

  /**
   * One key of somebody.
   *
   * @param owner the endpoint or canary
   * @param name the owner's name, with a number where the owner has several keys
   */
  record Key(String owner, String name) {}

  private static final int SHORTEST = 8;

  private final Map<String, Set<Key>> keys = new HashMap<>(); // guarded by this
  private volatile KeyFinder finder = new KeyFinder(Set.of());

  /**
   * Adds the keys of one owner. A key may have several owners.
   *
   * @throws IllegalArgumentException when a key is so short that it would be found by chance
   */
  synchronized void add(String owner, List<String> secrets) {
    if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST)) {
      throw new IllegalArgumentException(
          "the keys of " + owner + " must have " + SHORTEST + " characters or more");
    }
    for (int i = 0; i < secrets.size(); i++) {
      String name = secrets.size() == 1 ? owner : owner + "#" + (i + 1);
      keys.computeIfAbsent(secrets.get(i), secret -> new HashSet<>()).add(new Key(owner, name));
    }
    finder = new KeyFinder(keys.keySet());
  }

  /** Whose key it is; asked by one of its owners, that one's. Null when nobody owns it. */
  synchronized @Nullable Key key(String secret, String asker) {
    Key any = null;
    for (Key key : keys.getOrDefault(secret, Set.of())) {
      if (key.owner().equals(asker)) {
        return key;
      }
      any = key;
    }
    return any;
  }

  /** The keys in a text that are not the endpoint's own. */
  List<Key> strangers(String text, String endpoint) {
    List<Key> strangers = new ArrayList<>();
    for (KeyFinder.Found found : finder.find(text)) {
      Key key = key(found.key(), endpoint);
      if (key != null && !key.owner().equals(endpoint)) {
        strangers.add(key);
      }
    }
    return strangers;
  }

  /** The text with every key replaced by {@code <key of NAME>}. */
  String mask(String text, String endpoint) {
    List<KeyFinder.Found> all = finder.find(text);
    if (all.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder();
    int copied = 0;
    for (KeyFinder.Found found : all) {
      Key key = key(found.key(), endpoint);
      masked.append(text, copied, found.start()).append(masked(key));
      copied = found.start() + found.key().length();
    }
    return masked.append(text, copied, text.length()).toString();
  }

  static String masked(@Nullable Key key) {
    return key == null ? "<unknown key>" : "<key of " + key.name() + ">";
  }
}
