/**
 * Tells which HTTP requests are calls of a model, and what they ask for. Start at {@link
 * io.ailb.recognise.Recogniser}: by the path alone it says which operation a request may be, later,
 * from the body, which model, bounds and kind of answer it wants, without building a tree. A {@link
 * io.ailb.recognise.Match} says which of them a pool takes over. A request that cannot be read is
 * nobody's and goes on untouched.
 */
@NullMarked
package io.ailb.recognise;

import org.jspecify.annotations.NullMarked;
