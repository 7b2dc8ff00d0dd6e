package io.ailb.translate;

import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
import java.util.List;
import java.util.Locale;

/** Finds in the words of a refusal which feature it is about. */
final class Blame {
  private Blame() {}

  static boolean falls(Feature feature, ErrorInfo error) {
    String text = error.message().toLowerCase(Locale.ROOT);
    return words(feature).stream().anyMatch(text::contains);
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
      case THOUGHT_SIGNATURES -> List.of();
      default -> List.of();
    };
  }
}
