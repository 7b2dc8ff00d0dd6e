/**
 * Writes what an application has to read in its own dialect, wherever it came from. So far that is
 * what ai-lb says itself: {@link io.ailb.translate.Problem} is an answer that no provider gave. One
 * small file per dialect.
 */
@NullMarked
package io.ailb.translate;

import org.jspecify.annotations.NullMarked;
