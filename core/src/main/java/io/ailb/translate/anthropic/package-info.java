/**
 * Anthropic Messages, read and written. Start at {@link
 * io.ailb.translate.anthropic.AnthropicCodec}.
 */
@NullMarked
package io.ailb.translate.anthropic;

import org.jspecify.annotations.NullMarked;
