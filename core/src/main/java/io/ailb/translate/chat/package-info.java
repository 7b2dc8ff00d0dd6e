/** OpenAI Chat Completions, read and written. Start at {@link io.ailb.translate.chat.ChatCodec}. */
@NullMarked
package io.ailb.translate.chat;

import org.jspecify.annotations.NullMarked;
