package io.ailb.agent.litellm;

import java.util.Map;

/** Why a setting was left out, in a few words. */
final class NoCounterpart {
  private static final String NONE = "no counterpart";

  private static final Map<String, String> DEPLOYMENT =
      Map.ofEntries(
          Map.entry("stream_timeout", "no counterpart: timeouts.firstToken and idle watch streams"),
          Map.entry("max_retries", "no counterpart: retries are the pool's"),
          Map.entry("num_retries", "no counterpart: retries are the pool's"),
          Map.entry("temperature", "no counterpart: ai-lb adds nothing to requests"),
          Map.entry("max_tokens", "no counterpart: ai-lb adds nothing to requests"),
          Map.entry(
              "base_model",
              "no counterpart: state cost and contextWindow if validate does not know them"));

  private static final Map<String, String> SETTING =
      Map.ofEntries(
          Map.entry(
              "content_policy_fallbacks", "no counterpart: a refusal by content is the answer"),
          Map.entry(
              "enable_tag_filtering",
              "no counterpart: x-ai-lb-tags on a request and routing.requireTags choose by tags"),
          Map.entry("redis_host", "no counterpart yet: each JVM counts for itself"),
          Map.entry("redis_port", "no counterpart yet: each JVM counts for itself"),
          Map.entry("redis_password", "no counterpart yet: each JVM counts for itself"),
          Map.entry("redis_url", "no counterpart yet: each JVM counts for itself"),
          Map.entry("cache", "no counterpart: ai-lb keeps no answers"),
          Map.entry("cache_params", "no counterpart: ai-lb keeps no answers"),
          Map.entry("success_callback", "no counterpart: JMX and the log show what happens"),
          Map.entry("failure_callback", "no counterpart: JMX and the log show what happens"),
          Map.entry("callbacks", "no counterpart: JMX and the log show what happens"),
          Map.entry("retry_policy", "no counterpart: retries.when says which failures move on"),
          Map.entry("allowed_fails_policy", "no counterpart: the breaker counts failures alike"),
          Map.entry("disable_cooldowns", "no counterpart: see breaker"),
          Map.entry("stream_timeout", "no counterpart: timeouts.firstToken and idle watch streams"),
          Map.entry("max_fallbacks", "no counterpart: retries.maxAttempts bounds all tries"));

  private NoCounterpart() {}

  static String ofDeployment(String name) {
    return DEPLOYMENT.getOrDefault(name, NONE);
  }

  static String ofSetting(String name) {
    return SETTING.getOrDefault(name, NONE);
  }

  /** Of a whole part of the file. */
  static String ofSection(String name) {
    return switch (name) {
      case "general_settings" ->
          "no counterpart: there is no proxy, and so no keys and users of its own";
      case "environment_variables" -> "not carried over: set these variables for the application";
      case "include" -> "not followed: import the files one by one";
      default -> NONE;
    };
  }
}
