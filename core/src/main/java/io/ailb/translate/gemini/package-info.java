/** Gemini, read and written. Start at {@link io.ailb.translate.gemini.GeminiCodec}. */
@NullMarked
package io.ailb.translate.gemini;

import org.jspecify.annotations.NullMarked;
