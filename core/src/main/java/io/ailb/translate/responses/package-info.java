/**
 * OpenAI Responses, read and written. Start at {@link io.ailb.translate.responses.ResponsesCodec}.
 */
@NullMarked
package io.ailb.translate.responses;

import org.jspecify.annotations.NullMarked;
