package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learned from a refusal holds for all callers until the process ends. */
class BlameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tools: Extra inputs are not permitted|TOOLS",
        "tools.0.strict: Extra inputs are not permitted|STRICT_TOOLS",
        "messages.0.content.0.cache_control: Extra inputs are not permitted|CACHE_MARKS",
        "Unsupported parameter: 'max_completion_tokens' is not supported with this"
            + " model.|MAX_COMPLETION_TOKENS",
        "Unsupported value: 'temperature' does not support 0.2 with this model.|SAMPLING",
        "temperature, top_p and top_k are not supported by this model|SAMPLING,TOP_K",
        "Unrecognized request argument supplied: parallel_tool_calls|PARALLEL_TOOLS_OFF",
        "Invalid JSON payload received. Unknown name \"seed\" at 'generation_config': Cannot find"
            + " field.|SEED",
        "This model does not support assistant message prefill.|PREFILL",
        "This model does not support the effort parameter.|REASONING,REASONING_TEXT",
        "This model does not support image input|IMAGE_BASE64,IMAGE_URL",
        "Image URLs are not supported|IMAGE_BASE64,IMAGE_URL",
        "role 'system' is not supported here|MID_SYSTEM",
        "`logprobs` is not supported|LOGPROBS",
        "json_schema response_format is not supported|JSON_MODE,JSON_SCHEMA"
      })
  void aFeatureIsBlamedThatIsSaidNotToBeThere(String message, String features) {
    Set<Feature> expected = EnumSet.noneOf(Feature.class);
    for (String feature : features.split(",", -1)) {
      expected.add(Feature.valueOf(feature));
    }
    assertThat(blamed(message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "messages.0.content.1.image.source.base64.data: The image format is not supported.",
        "This model does not support image type image/tiff",
        "tools.0.custom.input_schema: 'frobnicate' is not supported",
        "output_config.format.schema: For 'object' type, property 'minProperties' is not supported",
        "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
        "The file you sent is empty; a blank page is not supported"
      })
  void aFeatureIsNotBlamedForWhatOneCallerDidWithIt(String message) {
    assertThat(blamed(message)).isEmpty();
  }

  private static Set<Feature> blamed(String message) {
    ErrorInfo error = new ErrorInfo(ErrorClass.UNSUPPORTED, 400, message, null, null, null);
    EnumSet<Feature> blamed = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      if (Blame.falls(feature, error)) {
        blamed.add(feature);
      }
    }
    return blamed;
  }
}
