package io.ailb.translate.neutral;

/**
 * What of an endpoint changes how its answers are read.
 *
 * @param inputIncludesCache for Anthropic look-alikes: cached tokens are part of the input count
 */
public record ReaderOptions(boolean inputIncludesCache) {
  public static final ReaderOptions USUAL = new ReaderOptions(false);
}
