/** What OpenAI's two dialects have in common. */
@NullMarked
package io.ailb.translate.openai;

import org.jspecify.annotations.NullMarked;
