package io.ailb.translate;

import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the words of a refusal which feature is not there. It is not enough that they name it:
 * one caller's picture in a bad format, or one keyword of a tool's schema, says nothing of the next
 * caller's.
 */
final class Blame {
  /** What a refusal says of what stands right before it: {@code 'seed' is not supported}. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?:is|are) not (?:yet |currently )?(?:supported|permitted)|does not support"
              + "|extra inputs are not permitted");

  /** And of what stands right behind it: {@code this model does not support image input}. */
  private static final Pattern BEHIND =
      Pattern.compile(
          "do(?:es)? not support|unknown name|cannot find field"
              + "|unrecognized request arguments?(?: supplied)?|unsupported parameter");

  /** Between a feature and {@link #BEFORE}: the rest of a list, or what kind of thing it is. */
  private static final Pattern OF_IT =
      Pattern.compile(
          "\\w*(?:[\\s'\"`,]+(?:and |or )?\\w+_\\w+)*(?:[\\s'\"`]+"
              + "(?:url|input|content|parameter|argument|field|value|mode|part|option)s?)?\\W*");

  /** Between {@link #BEHIND} and a feature. */
  private static final Pattern TO_IT =
      Pattern.compile("\\W+(?:(?!format|type|size)[\\w.\\-]+[\\s'\"`]+){0,3}");

  /** Behind a feature: then it is some of it that is refused. */
  private static final Pattern SOME = Pattern.compile("\\w*\\W+(?:format|type|size|larger|with)");

  private Blame() {}

  static boolean falls(Feature feature, ErrorInfo error) {
    String text = error.message().toLowerCase(Locale.ROOT);
    return words(feature).stream().anyMatch(word -> isRefused(word, text));
  }

  private static boolean isRefused(String word, String text) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if (follows(text, end) || (leads(text, at) && !starts(SOME, text, end))) {
        return true;
      }
    }
    return false;
  }

  private static boolean follows(String text, int end) {
    Matcher between = OF_IT.matcher(text).region(end, text.length());
    return between.lookingAt() && starts(BEFORE, text, between.end());
  }

  private static boolean leads(String text, int at) {
    Matcher refusal = BEHIND.matcher(text).region(0, at);
    while (refusal.find()) {
      if (TO_IT.matcher(text).region(refusal.end(), at).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean starts(Pattern pattern, String text, int from) {
    return pattern.matcher(text).region(from, text.length()).lookingAt();
  }

  /** As fields and messages of the four dialects have them, in lower case. */
  private static List<String> words(Feature feature) {
    return switch (feature) {
      case TOOLS -> List.of("tools", "tool use", "function calling", "functiondeclarations");
      case PARALLEL_TOOLS_OFF -> List.of("parallel_tool_calls", "disable_parallel_tool_use");
      case CUSTOM_TOOLS -> List.of("custom tool", "'custom'");
      case TOOL_RESULT_MEDIA -> List.of("tool_result", "function_call_output", "functionresponse");
      case STRICT_TOOLS -> List.of("strict");
      case JSON_MODE -> List.of("json_object", "response_format", "responsemimetype", "json mode");
      case JSON_SCHEMA ->
          List.of(
              "json_schema",
              "response_format",
              "text.format",
              "output_config.format",
              "responsejsonschema",
              "structured output");
      case IMAGE_BASE64, IMAGE_URL -> List.of("image", "vision", "multimodal");
      case PDF_BASE64, PDF_URL -> List.of("document", "pdf", "file");
      case AUDIO_IN -> List.of("audio");
      case VIDEO_IN -> List.of("video");
      case STOP -> List.of("stop");
      case CHOICES -> List.of("'n'", "\"n\"", "`n`", "candidatecount", "candidate");
      case LOGPROBS -> List.of("logprobs");
      case SAMPLING -> List.of("temperature", "top_p", "topp");
      case TOP_K -> List.of("top_k", "topk");
      case PENALTIES -> List.of("penalty");
      case SEED -> List.of("seed");
      case PREFILL -> List.of("prefill", "last message");
      case MID_SYSTEM -> List.of("role", "system");
      case REASONING, REASONING_TEXT -> List.of("reasoning", "thinking", "effort");
      case CACHE_MARKS -> List.of("cache_control", "prompt_cache");
      case DEVELOPER_ROLE -> List.of("developer");
      case MAX_COMPLETION_TOKENS -> List.of("max_completion_tokens");
      case STREAM_USAGE -> List.of("stream_options", "include_usage");
      case OPENAI_EXTRAS ->
          List.of(
              "store",
              "metadata",
              "service_tier",
              "prompt_cache_key",
              "safety_identifier",
              "verbosity");
      // No refusal says so: it asks for what is missing instead.
      case REASONING_OFF, THOUGHT_SIGNATURES -> List.of();
    };
  }
}
