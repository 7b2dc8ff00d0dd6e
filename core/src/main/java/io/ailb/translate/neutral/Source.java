package io.ailb.translate.neutral;

import org.jspecify.annotations.Nullable;

/** Where a file's bytes are. Nothing here is ever fetched by us. */
public sealed interface Source {
  /** In the request. */
  record Inline(String mimeType, String base64) implements Source {}

  /**
   * At a public address.
   *
   * @param mimeType null = not said
   */
  record Link(String url, @Nullable String mimeType) implements Source {}

  /** In the request, as a text. */
  record Plain(String text) implements Source {}
}
