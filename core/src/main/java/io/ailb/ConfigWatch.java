package io.ailb;

import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.time.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether a file of the configuration has another content, and reloads it
 * then. Polling also sees what mounted secrets and editors do, where a directory's events do not.
 */
final class ConfigWatch {
  private static final Logger LOG = LoggerFactory.getLogger("ailb.config");

  private final LoadBalancer balancer;
  private final Surroundings around;

  // Guarded by this.
  private Map<Path, Seen> seen = new HashMap<>();
  private Timer.@Nullable Alarm alarm;
  private boolean started;
  private boolean stopped;

  /** A file as last seen; {@code hash} of its content. */
  private record Seen(FileTime changed, int hash) {}

  ConfigWatch(LoadBalancer balancer, Surroundings around) {
    this.balancer = balancer;
    this.around = around;
  }

  synchronized void start() {
    started = true;
    adopts();
  }

  synchronized void stop() {
    stopped = true;
    if (alarm != null) {
      alarm.cancel();
    }
  }

  /** Before all files are read, whoever asked for it: what is there now is no news any more. */
  synchronized void looks() {
    seen = look(files(), seen);
  }

  /** After a configuration was accepted: its files and its interval count from now on. */
  synchronized void adopts() {
    Map<Path, Seen> now = look(files(), seen);
    // Where a file changed again after it was read, the earlier look stays, and the next one tells.
    now.forEach(seen::putIfAbsent);
    seen.keySet().retainAll(files());
    again();
  }

  private Set<Path> files() {
    return balancer.running().config().files();
  }

  private synchronized void again() {
    Config.Reload reload = balancer.running().config().reload();
    if (started && !stopped && alarm == null && reload.watch()) {
      alarm =
          around
              .timer()
              .in(reload.interval().toNanos(), () -> around.chores().execute(this::check));
    }
  }

  private void check() {
    synchronized (this) {
      alarm = null;
    }
    try {
      if (changed()) {
        balancer.reload();
      }
    } catch (ConfigException e) {
      // told where it was found; the old configuration runs on
    } catch (RuntimeException e) {
      LOG.warn("looking for changes of the configuration failed: {}", e.toString());
    } finally {
      again();
    }
  }

  private synchronized boolean changed() {
    if (stopped) {
      return false;
    }
    return look(files(), seen).entrySet().stream()
        .anyMatch(
            file -> {
              Seen before = seen.get(file.getKey());
              return before == null || before.hash != file.getValue().hash;
            });
  }

  private static Map<Path, Seen> look(Set<Path> files, Map<Path, Seen> before) {
    Map<Path, Seen> now = new HashMap<>();
    for (Path file : files) {
      try {
        FileTime changed = Files.getLastModifiedTime(file);
        Seen known = before.get(file);
        boolean same = known != null && known.changed.equals(changed);
        now.put(file, same ? known : new Seen(changed, Arrays.hashCode(Files.readAllBytes(file))));
      } catch (IOException e) {
        // being replaced: as it was until it can be read again
        Seen known = before.get(file);
        if (known != null) {
          now.put(file, known);
        }
      }
    }
    return now;
  }
}
