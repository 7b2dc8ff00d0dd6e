/**
 * Writes what an application has to read in its own dialect, and what an endpoint has to read in
 * its own. {@link io.ailb.translate.Codecs} knows the dialects; each is a room beside the others
 * that sees none of them, only the neutral form between.
 */
@NullMarked
package io.ailb.translate;

import org.jspecify.annotations.NullMarked;
