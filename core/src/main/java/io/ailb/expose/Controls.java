package io.ailb.expose;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may see and change. Unknown names and bad values throw {@link
 * IllegalArgumentException} with a message that stands alone.
 */
public interface Controls {
  /** The pools of now. */
  List<PoolView> pools();

  String mode();

  /** Changes it to {@code active}, {@code observe} or {@code off}. */
  void mode(String mode);

  /** The configuration's file; empty if a program made it. */
  String configFile();

  Instant configLoadedAt();

  /** Why the last attempt to reload failed, on one line; empty if it did not. */
  String configError();

  /** Reads the configuration anew; returns a sentence. */
  String reload();

  /** Changes how much is logged. */
  void logLevel(@Nullable String level);

  /** Everything that helps to help, as text; no keys. */
  String diagnostics();

  void weight(String pool, String endpoint, double weight);

  /** As the orders below, returns a sentence that says how the endpoint stands now. */
  String drain(String pool, String endpoint);

  String resume(String pool, String endpoint);

  /** Takes it out of use; {@code minutes} 0 = until it is resumed. */
  String disable(String pool, String endpoint, @Nullable String reason, int minutes);

  String coolDown(String pool, String endpoint, int seconds);

  String resetBreaker(String pool, String endpoint);

  /**
   * Why the latest requests went where they went: lines for people, by request. That is written
   * only from the first question until a while after the last: the first answer is empty.
   */
  Map<String, List<String>> reasons(String pool);

  /**
   * Which endpoint would take a call now, and what stands in the way of the others.
   *
   * @param model null, blank or JConsole's {@code String} = the request names none
   */
  String explain(String pool, @Nullable String model, int estimatedTokens);
}
