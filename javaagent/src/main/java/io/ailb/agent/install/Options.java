package io.ailb.agent.install;

import io.ailb.agent.log.AgentLog;
import io.ailb.agent.log.Level;
import io.ailb.config.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands after the {@code =} of {@code -javaagent:ai-lb.jar=}: {@code name=value} pairs with
 * commas between them; a first item without a name is the configuration's path; {@code \,} is a
 * comma. An option wins over the system property, and that over the environment variable, of the
 * same meaning.
 */
final class Options {
  private static final String CONFIG = "config";
  private static final String LOG = "log";
  private static final String LOG_FILE = "logFile";
  private static final String FAIL_ON_ERROR = "failOnError";
  private static final String ENABLED = "enabled";
  private static final String MODE = "mode";

  private static final List<String> KNOWN =
      List.of(CONFIG, MODE, LOG, LOG_FILE, FAIL_ON_ERROR, ENABLED);

  private final Map<String, String> given = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean enabled;
  private boolean failOnError;

  private Options() {}

  static Options parse(String text) {
    Options options = new Options();
    List<String> items = items(text);
    for (int i = 0; i < items.size(); i++) {
      options.add(items.get(i), i == 0);
    }
    options.enabled =
        options.flag(ENABLED, options.setting(ENABLED, "ailb.enabled", "AILB_ENABLED"), true);
    options.failOnError =
        options.flag(
            FAIL_ON_ERROR, options.setting(FAIL_ON_ERROR, "ailb.agent.failOnError", null), false);
    return options;
  }

  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
        item.append(',');
        i++;
      } else if (c == ',') {
        items.add(item.toString().trim());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString().trim());
    items.removeAll(List.of("")); // a lambda, the first of a JVM, would cost each start
    return items;
  }

  private void add(String item, boolean first) {
    int equals = item.indexOf('=');
    String name = equals < 0 ? item : item.substring(0, equals).trim();
    if (KNOWN.contains(name) && equals >= 0) {
      given.put(name, item.substring(equals + 1).trim());
    } else if (name.isEmpty()) {
      warnings.add("\"" + item + "\" has no name and is ignored: write name=value");
    } else if (first && equals < 0) {
      given.put(CONFIG, item);
    } else if (KNOWN.contains(name)) {
      warnings.add("option \"" + name + "\" needs a value: write " + name + "=...");
    } else {
      String nearest = Spelling.nearest(name, KNOWN);
      warnings.add(
          "unknown option \""
              + name
              + "\", which is ignored. "
              + (nearest == null
                  ? "There are " + String.join(", ", KNOWN) + "."
                  : "Did you mean \"" + nearest + "\"?"));
    }
  }

  /** What is wrong with them; a sentence each. */
  List<String> warnings() {
    return warnings;
  }

  /** The path of the configuration, if one was named; not whether it is there. */
  @Nullable String config() {
    return setting(CONFIG, "ailb.config", "AILB_CONFIG");
  }

  boolean isEnabled() {
    return enabled;
  }

  boolean failOnError() {
    return failOnError;
  }

  /** The log as far as it is known before the configuration is. */
  void applyToLog() {
    String level = setting(LOG, "ailb.log.level", "AILB_LOG_LEVEL");
    if (level != null) {
      Level known = Level.named(level);
      if (known == null) {
        warnings.add(
            "option log: expected error, warn, info, debug or trace, got \"" + level + "\"");
        given.remove(LOG);
      } else {
        AgentLog.level(known);
      }
    }
    String file = setting(LOG_FILE, "ailb.log.file", "AILB_LOG_FILE");
    if (file != null) {
      AgentLog.target("file:" + file);
    }
  }

  /** What an option says of a key of the configuration. */
  record Setting(String option, String key, String value) {}

  /** What these options say of keys of the configuration, which they win over. */
  List<Setting> overrides() {
    List<Setting> overrides = new ArrayList<>();
    override(overrides, MODE, "mode", "");
    override(overrides, LOG, "log.level", "");
    override(overrides, LOG_FILE, "log.target", "file:");
    override(overrides, FAIL_ON_ERROR, "agent.failOnError", "");
    return overrides;
  }

  private void override(List<Setting> overrides, String option, String key, String prefix) {
    String value = given.get(option);
    if (value != null) {
      overrides.add(new Setting(option, key, prefix + value));
    }
  }

  private @Nullable String setting(String option, String property, @Nullable String variable) {
    String value = given.get(option);
    if (value == null) {
      value = System.getProperty(property);
    }
    if (value == null && variable != null) {
      value = System.getenv(variable);
    }
    return value == null || value.isEmpty() ? null : value;
  }

  private boolean flag(String option, @Nullable String value, boolean byDefault) {
    if (value == null || value.equals("true") || value.equals("false")) {
      return value == null ? byDefault : value.equals("true");
    }
    warnings.add(
        "option " + option + ": expected true or false, got \"" + value + "\"; it is ignored");
    given.remove(option);
    return byDefault;
  }
}
