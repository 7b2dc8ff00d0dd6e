package io.ailb.translate;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.ReaderOptions;
import org.jspecify.annotations.Nullable;

/**
 * What of an endpoint matters for what is said to it: equal ones get the same bytes but for the
 * model's name.
 *
 * @param provider the id of the provider, or of the profile of its host
 * @param maxOutput tokens that the model makes at most; null = not known
 * @param defaultMaxTokens for a caller that named no bound; null = not configured
 * @param apiVersion null = the newest
 * @param inputIncludesCache of an Anthropic look-alike
 */
public record Recipient(
    Dialect dialect,
    String provider,
    String model,
    Capabilities capabilities,
    @Nullable Long maxOutput,
    @Nullable Long defaultMaxTokens,
    @Nullable String apiVersion,
    boolean inputIncludesCache) {

  /** Of an answer that it gives. */
  AnswerReader reader() {
    return Codecs.of(dialect).answerReader(new ReaderOptions(inputIncludesCache));
  }

  /** Of the names alone: it is asked for often, and seldom do others differ where these do not. */
  @Override
  public int hashCode() {
    return 31 * model.hashCode() + provider.hashCode();
  }
}
