/**
 * Reads what providers answer, while it passes: how much was used, whether it is whole, what went
 * wrong and when to come again. Start at {@link io.ailb.answer.AnswerWatch}, which follows one
 * answer, buffered or streamed, and at {@link io.ailb.answer.ErrorReader}, which puts a refusal
 * into a class. Nothing here changes a byte, and nothing unknown is fatal.
 */
@NullMarked
package io.ailb.answer;

import org.jspecify.annotations.NullMarked;
