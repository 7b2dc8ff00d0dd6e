package io.ailb.config;

import io.ailb.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that was read and found good.
 *
 * @param file it came from; null if a program made it
 * @param files all that it was made of, to watch for changes
 * @param secrets all keys in it, for redaction
 * @param warnings what its author should know all the same
 */
public record Config(
    Mode mode,
    List<PoolConfig> pools,
    Jmx jmx,
    Log log,
    Agent agent,
    Reload reload,
    @Nullable Path file,
    Set<Path> files,
    List<Secret> secrets,
    List<ConfigProblem> warnings) {

  /** What happens to requests. */
  public enum Mode {
    ACTIVE,
    OBSERVE,
    OFF
  }

  /**
   * MBeans.
   *
   * @param readOnly whether actions and setters are refused
   */
  public record Jmx(boolean enabled, String domain, boolean readOnly) {}

  /** The agent's log. */
  public record Log(String level, String target, String format) {}

  /**
   * The agent.
   *
   * @param clients that it may touch
   */
  public record Agent(List<String> clients, boolean failOnError) {}

  /** Looking for changes. */
  public record Reload(boolean watch, Duration interval) {}
}
