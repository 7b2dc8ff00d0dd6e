package io.ailb.flow;

/**
 * What endpoints of another dialect than the caller's may do for a pool.
 *
 * @param on whether they may serve a request at all
 * @param drop whether a field that an endpoint cannot serve is left out, where the request stays
 *     valid, instead of the endpoint
 * @param strict whether an endpoint is skipped also where only little would be lost
 */
public record TranslationSettings(boolean on, boolean drop, boolean strict) {
  public static final TranslationSettings DEFAULTS = new TranslationSettings(true, false, false);
}
